import { maskText } from '#drivers/masking/mask-text.ts';

/**
 * What a hospital answered, without anybody in it. We sent made-up people alone; whoever else stands in an answer is real. Masks are
 * written so that a doubt masks more: what is not known to be of the protocol, and was not in what we sent, keeps its shape alone.
 */
export function maskAnswer(answer: string, sent: string): string {
  const text = answer.trimStart();
  if (text.startsWith('MSH')) return maskHl7(text, sent);
  const json = parsed(text);
  return json === undefined ? maskWords(answer, sent) : JSON.stringify(maskJson(json, sent), null, 2);
}

/** A sentence of the conformance kit: what it quotes of an answer, “so” or as a long number, is masked like the answer. */
export function maskFinding(finding: string, sent: string): string {
  return finding.replace(/“[^”]*(?:”|$)|\d{6,}/gu, (quoted) => maskWords(quoted, sent));
}

/** Segments of HL7 v2.5.1 that are about the message, by the fields that hold codes and names of programs alone. */
const harmlessFields: Readonly<Record<string, readonly number[]>> = {
  // Without MSH-8, Security.
  MSH: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 21],
  MSA: [1, 2],
  ERR: [2, 3, 4],
  QAK: [1, 2, 3, 4, 5, 6],
  QPD: [1, 2],
  NCK: [1],
  EVN: [1, 2],
};

function maskHl7(text: string, sent: string): string {
  const separator = text.charAt(3);
  return text
    .split(/\r\n?|\n/)
    .map((segment) => {
      const fields = segment.split(separator);
      const [name = ''] = fields;
      const harmless = harmlessFields[name] ?? [];
      const isKnown = /^[A-Z][A-Z0-9]{2}$/.test(name);
      return fields
        .map((field, index) => {
          // MSH-1 is the separator itself.
          const number = name === 'MSH' ? index + 1 : index;
          if (index === 0 ? isKnown : harmless.includes(number)) return field;
          return maskWords(field, sent);
        })
        .join(separator);
    })
    .join('\n');
}

/** Keys whose values are words of FHIR R4 or of the webhook guide. `name` and `display` are not among them: people have them, too. */
const harmlessKeys = new Set([
  'resourceType',
  'fhirVersion',
  'status',
  'severity',
  'code',
  'system',
  'type',
  'kind',
  'mode',
  'format',
  'interaction',
  'searchParam',
  'versioning',
  'conditionalCreate',
  'conditionalUpdate',
  'total',
  'version',
  'accepted',
  'found',
  'error',
  'reason',
  'verdict',
  'maKetQua',
]);

/** As words of a protocol are written: no spaces, and few digits in a row. */
const isWord = (text: string) => /^[\w./:+-]{1,120}$/.test(text) && !/\d{6}/.test(text);

function maskJson(value: unknown, sent: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => maskJson(each, sent, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        isWord(name) ? name : maskWords(name, sent),
        maskJson(each, sent, name),
      ]),
    );
  if (typeof value === 'string') return harmlessKeys.has(key) && isWord(value) ? value : maskWords(value, sent);
  if (typeof value === 'number') return harmlessKeys.has(key) && Math.abs(value) < 1e5 ? value : 0;
  return value;
}

/** A word stays where we sent it ourselves. */
function maskWords(text: string, sent: string): string {
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    isInside(word, sent) ? word : new TextDecoder().decode(maskText(new TextEncoder().encode(word))),
  );
}

function isInside(word: string, sent: string): boolean {
  if (word.length < 2) return false;
  for (let at = sent.indexOf(word); at !== -1; at = sent.indexOf(word, at + 1)) {
    const around = `${sent.charAt(at - 1)}${sent.charAt(at + word.length)}`;
    if (!/[\p{L}\p{M}\p{N}]/u.test(around)) return true;
  }
  return false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
