import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { MistakeKind, MistakeValues } from './site-mistakes.ts';

/**
 * What people do to JSON in an editor, with its line: `JSON.parse` says only that some character was not expected, and says
 * nothing of a field that stands there twice.
 */
export interface JsonMistake {
  readonly kind: MistakeKind & `${'json' | 'key'}-${string}`;
  readonly values: MistakeValues;
}

/** Why a text is no JSON: the first place that does not fit. For texts that `JSON.parse` has refused. */
export function jsonMistake(text: string): JsonMistake {
  const usual = usualMistake(text);
  if (usual) return usual;
  const open: ('{' | '[')[] = [];
  let next: 'value' | 'key' | 'colon' | 'after' = 'value';
  /** An object or list may end before its first entry, and nothing else may. */
  let mayClose = false;
  let lastLine = 1;
  for (const { kind, value, line } of tokensOf(text)) {
    lastLine = line;
    const wrong: JsonMistake = { kind: 'json-unexpected', values: { line, sign: shortened(value) } };
    const isSign = kind === 'sign';
    if (isSign && (value === '}' || value === ']')) {
      const isOpen = open.pop() === (value === '}' ? '{' : '[');
      if (!isOpen || !(next === 'after' || mayClose)) return wrong;
      next = 'after';
      mayClose = false;
    } else if (next === 'after') {
      if (value !== ',' || !isSign || open.length === 0) return wrong;
      next = open.at(-1) === '{' ? 'key' : 'value';
    } else if (next === 'colon') {
      if (value !== ':' || !isSign) return wrong;
      next = 'value';
    } else if (next === 'key') {
      if (kind !== 'text' || parsedJson(value) === undefined) return wrong;
      next = 'colon';
      mayClose = false;
    } else if (isSign && (value === '{' || value === '[')) {
      open.push(value);
      next = value === '{' ? 'key' : 'value';
      mayClose = true;
    } else {
      if (isSign || parsedJson(value) === undefined) return wrong;
      next = 'after';
      mayClose = false;
    }
  }
  return { kind: 'json-ends', values: { line: lastLine } };
}

function usualMistake(text: string): JsonMistake | undefined {
  for (const { kind, value, line, before } of tokensOf(text)) {
    if (kind === 'comment') return { kind: 'json-comment', values: { line } };
    if (kind === 'sign' && (value === '}' || value === ']') && before === ',')
      return { kind: 'json-comma', values: { line, sign: value } };
    if (kind === 'other' && /^['\u2018-\u201d]/.test(value)) return { kind: 'json-quotes', values: { line } };
  }
  return undefined;
}

/** The first field that stands in one object twice; `undefined` when there is none. The text is valid JSON. */
export function repeatedKey(text: string): JsonMistake | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.value === '{' && token.kind === 'sign') open.push(new Set());
    else if (token.value === '[' && token.kind === 'sign') open.push(undefined);
    else if (token.kind === 'sign' && (token.value === '}' || token.value === ']')) open.pop();
    else if (token.value === ':' && token.kind === 'sign' && last?.kind === 'text') {
      const keys = open.at(-1);
      const key: unknown = JSON.parse(last.value);
      if (keys?.has(String(key))) return { kind: 'key-twice', values: { line: last.line, key: shortened(last.value) } };
      keys?.add(String(key));
    }
    last = token;
  }
  return undefined;
}

export interface Token {
  readonly kind: 'sign' | 'text' | 'comment' | 'other';
  readonly value: string;
  readonly line: number;
  /** The token before it. */
  readonly before: string | undefined;
}

/**
 * A text that does not end on its line takes the rest of it: whoever began it again at each quote would take a day for a file
 * of quotes.
 */
const token = /\n|[{}[\],:]|"(?:[^"\\\n]|\\.)*(?:"|\\?$)|\/\/|\/\*|[^\s{}[\],:"/]+|\//gm;

export function* tokensOf(text: string): Generator<Token> {
  let line = 1;
  let before: string | undefined;
  for (const [value] of text.matchAll(token)) {
    if (value === '\n') {
      line += 1;
      continue;
    }
    yield { kind: kindOf(value), value, line, before };
    before = value;
  }
}

function kindOf(value: string): Token['kind'] {
  if (/^[{}[\],:]$/.test(value)) return 'sign';
  if (/^"(?:[^"\\]|\\.)*"$/.test(value)) return 'text';
  return value === '//' || value === '/*' ? 'comment' : 'other';
}

function shortened(value: string): string {
  if (value.length <= 30) return value;
  return value.startsWith('"') ? `${value.slice(0, 28)}…"` : `${value.slice(0, 29)}…`;
}
