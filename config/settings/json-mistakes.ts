/**
 * What people do to JSON in an editor, in words: `JSON.parse` says only that some character was not expected, and says
 * nothing of a field that stands there twice.
 */

/** Why a text is no JSON, where that is one of the usual reasons. */
export function jsonMistake(text: string): string | undefined {
  for (const { kind, value, line, before } of tokensOf(text)) {
    if (kind === 'comment') return `line ${line}: a comment, which JSON does not have`;
    if (kind === 'sign' && (value === '}' || value === ']') && before === ',')
      return `line ${line}: a comma before ${value}`;
    if (kind === 'other' && /^['\u2018-\u201d]/.test(value)) return `line ${line}: text in quotes other than "`;
  }
  return undefined;
}

/** `line 12: "devices" a second time`; `undefined` when no object has a field twice. The text is valid JSON. */
export function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.value === '{' && token.kind === 'sign') open.push(new Set());
    else if (token.value === '[' && token.kind === 'sign') open.push(undefined);
    else if (token.kind === 'sign' && (token.value === '}' || token.value === ']')) open.pop();
    else if (token.value === ':' && token.kind === 'sign' && last?.kind === 'text') {
      const keys = open.at(-1);
      const key: unknown = JSON.parse(last.value);
      if (keys?.has(String(key))) return `line ${last.line}: ${shortened(last.value)} a second time`;
      keys?.add(String(key));
    }
    last = token;
  }
  return undefined;
}

interface Token {
  readonly kind: 'sign' | 'text' | 'comment' | 'other';
  readonly value: string;
  readonly line: number;
  /** The token before it. */
  readonly before: string | undefined;
}

const token = /[{}[\],:]|"(?:[^"\\\n]|\\.)*"|\/\/|\/\*|[^\s{}[\],:"/]+|["/]/g;

function* tokensOf(text: string): Generator<Token> {
  let line = 1;
  let end = 0;
  let before: string | undefined;
  for (const { 0: value, index } of text.matchAll(token)) {
    for (let at = text.indexOf('\n', end); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
    end = index;
    yield { kind: kindOf(value), value, line, before };
    before = value;
  }
}

function kindOf(value: string): Token['kind'] {
  if (/^[{}[\],:]$/.test(value)) return 'sign';
  if (value.length > 1 && value.startsWith('"')) return 'text';
  return value === '//' || value === '/*' ? 'comment' : 'other';
}

function shortened(value: string): string {
  return value.length > 30 ? `${value.slice(0, 28)}…"` : value;
}
