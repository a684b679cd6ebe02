import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type CharacterSet, textFrom } from './character-set.ts';

/**
 * A bounded, tolerant reader of HL7 v2: good enough for acknowledgements and for the simulated hospital.
 *
 * Tolerant of what real systems send (LF or CRLF between segments, blanks around them, lower-case names, other or too few
 * delimiters, unknown escapes), strict about size.
 */
export interface Hl7Message {
  readonly segments: readonly Hl7Segment[];
}

export interface Hl7Segment {
  /** Three characters for any real segment. */
  readonly name: string;
  /** `fields[3]` is field 3; `fields[0]` is the name. In MSH, `fields[1]` and `fields[2]` are the delimiters themselves. */
  readonly fields: readonly Hl7FieldParts[];
}

/** Repetitions → components → subcomponents, unescaped. An empty field is `[[['']]]`. */
export type Hl7FieldParts = readonly (readonly (readonly string[])[])[];

/** Says nothing of the content. */
export interface ParseProblem {
  readonly kind: 'not-hl7' | 'too-large';
}

export const parseLimits = {
  bytes: 1024 * 1024,
  /** Segments, fields, repetitions, components and subcomponents together. A megabyte of `|` would be a million objects. */
  parts: 20_000,
} as const;

export function parseMessage(
  bytes: Uint8Array,
  characterSet: CharacterSet = 'UNICODE UTF-8',
): Result<Hl7Message, ParseProblem> {
  if (bytes.length > parseLimits.bytes) return problem({ kind: 'too-large' });
  const text = beginningAtHeader(textFrom(characterSet, bytes));
  const delimiters = delimitersOf(text);
  if (!delimiters) return problem({ kind: 'not-hl7' });
  if (countOfParts(text, delimiters) > parseLimits.parts) return problem({ kind: 'too-large' });
  const lines = text.split(/[\r\n]+/).flatMap((line) => (line.trim() === '' ? [] : [line.trimStart()]));
  return ok({ segments: lines.map((line) => parseSegment(line, delimiters)) });
}

/** Where a value stands: `{ segment: 'PID', field: 3, repetition: 2, component: 1 }`. Everything counts from 1. */
export interface Hl7Place {
  readonly segment: string;
  readonly field: number;
  readonly repetition?: number;
  readonly component?: number;
}

/** The value at a place in the first segment of that name, or '' when there is none. */
export function valueAt(message: Hl7Message, { segment, field, repetition = 1, component = 1 }: Hl7Place): string {
  const found = message.segments.find(({ name }) => name === segment);
  return found?.fields[field]?.[repetition - 1]?.[component - 1]?.[0] ?? '';
}

interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escaping: string;
  readonly subcomponent: string;
}

/** Some systems put a byte order mark, blanks or line ends in front. */
function beginningAtHeader(text: string): string {
  return text.replace(/^[\s\0\uFEFF]+/, '');
}

/**
 * MSH-1 is the character after `MSH`, MSH-2 the next ones: fewer than four from systems without subcomponents, five with the
 * truncation character of 2.7, or any that their programmer liked. One that would mean two things means the first.
 */
function delimitersOf(text: string): Delimiters | undefined {
  const found = /^[Mm][Ss][Hh]([^A-Za-z0-9\s])([^\r\n]{0,12})/u.exec(text);
  if (!found) return undefined;
  const [, field = '|', rest = ''] = found;
  const [encoding = ''] = rest.split(field);
  const taken = new Set([field]);
  const next = (sent: string | undefined, usual: string): string => {
    const wanted = sent !== undefined && !/[A-Za-z0-9\s]/.test(sent) && !taken.has(sent) ? sent : usual;
    const own = taken.has(wanted) ? nothing : wanted;
    taken.add(own);
    return own;
  };
  const [component, repetition, escaping, subcomponent] = encoding;
  // `^~&`: whoever leaves one out has no escape character.
  const isWithoutEscape = [...encoding].length === 3 && escaping === '&';
  return {
    field,
    component: next(component, '^'),
    repetition: next(repetition, '~'),
    escaping: next(isWithoutEscape ? undefined : escaping, '\\'),
    subcomponent: next(isWithoutEscape ? escaping : subcomponent, '&'),
  };
}

/** Stands in no text: parts that have no delimiter of their own are never taken apart. */
const nothing = '\u0000';

function countOfParts(text: string, { field, component, repetition, subcomponent }: Delimiters): number {
  const separators = new Set([field, component, repetition, subcomponent, '\r', '\n']);
  let count = 1;
  for (const character of text) if (separators.has(character)) count += 1;
  return count;
}

function parseSegment(line: string, delimiters: Delimiters): Hl7Segment {
  const [sent = '', ...rest] = line.split(delimiters.field);
  const name = sent.trim().toUpperCase();
  const verbatim = (text: string): Hl7FieldParts => [[[text]]];
  const parse = (text: string) => parseField(text, delimiters);
  if (name !== 'MSH') return { name, fields: [verbatim(name), ...rest.map(parse)] };
  const [encoding = '', ...others] = rest;
  return { name, fields: [verbatim(name), verbatim(delimiters.field), verbatim(encoding), ...others.map(parse)] };
}

function parseField(text: string, delimiters: Delimiters): Hl7FieldParts {
  const { component, repetition, subcomponent } = delimiters;
  return text
    .split(repetition)
    .map((one) =>
      one.split(component).map((part) => part.split(subcomponent).map((leaf) => unescapeValue(leaf, delimiters))),
    );
}

/** Longest escape sequence we look for, escape characters included: `\X…\` with 32 bytes. */
const longestEscape = 68;

/** One pass from left to right. A sequence that is not known, or does not end, stays as it was sent. */
function unescapeValue(text: string, delimiters: Delimiters): string {
  const { escaping } = delimiters;
  let result = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf(escaping, at);
    const end = start === -1 ? -1 : text.indexOf(escaping, start + 1);
    if (end === -1) return result + text.slice(at);
    const sequence = text.slice(start + 1, end);
    const meaning = sequence.length <= longestEscape ? meaningOf(sequence, delimiters) : undefined;
    result += text.slice(at, start) + (meaning ?? escaping + sequence + escaping);
    at = end + 1;
  }
}

/** HL7 v2.5.1 §2.7: the delimiters, hexadecimal data, line breaks; highlighting says nothing to us. */
function meaningOf(sequence: string, delimiters: Delimiters): string | undefined {
  switch (sequence) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escaping;
    case 'H':
    case 'N':
      return '';
    case '.br':
      return '\n';
    default:
      return /^X(?:[0-9A-Fa-f]{2})+$/.test(sequence) ? textFromHex(sequence.slice(1)) : undefined;
  }
}

function textFromHex(hex: string): string {
  return new TextDecoder().decode(Buffer.from(hex, 'hex'));
}
