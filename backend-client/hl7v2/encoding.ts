import { bytesFrom, type CharacterSet, foldInto } from './character-set.ts';

/**
 * Text into HL7 v2 and back: escaping, and a builder that numbers fields as the standard does.
 *
 * No message of this project is put together from raw values by string concatenation. Whatever stands on a patient's
 * card, the number of segments, fields, repetitions and components of a message stays what the renderer wrote (law 8).
 */

/** MSH-1 and MSH-2 of every message we send: the delimiters that HL7 v2.5.1 §2.5.4 recommends. */
const fieldSeparator = '|';
const encodingCharacters = '^~\\&';

/** Longest value in code points. HO_TEN of the national check-in table is C255; nothing we send is longer. */
export const longestValue = 255;

/** A value, already separated from its neighbours by number. `undefined` is an empty field: nothing is known. */
export type Hl7Value = string | undefined | Hl7Composite;
export type Hl7Field = Hl7Value | Hl7Repetitions;

/** Components by their number in the data type: `{ 1: '001090000001', 4: 'CCCD', 5: 'NI' }` is a CX. */
export interface Hl7Composite {
  readonly components: Readonly<Record<number, Hl7Component>>;
}

export type Hl7Component = string | undefined | Hl7Subcomponents;

/** A component that is a data type of its own: the HD in CX.4. */
export interface Hl7Subcomponents {
  readonly subcomponents: readonly string[];
}

export interface Hl7Repetitions {
  readonly repetitions: readonly Hl7Value[];
}

/** A segment with its fields by number: `{ name: 'PID', fields: { 3: …, 5: … } }`. MSH-1 and MSH-2 are the builder's. */
export interface Hl7SegmentToBuild {
  readonly name: string;
  readonly fields: Readonly<Record<number, Hl7Field>>;
}

export function composite(components: Hl7Composite['components']): Hl7Composite {
  return { components };
}

export function repetitions(values: readonly Hl7Value[]): Hl7Repetitions {
  return { repetitions: values };
}

/** The bytes of a message, each segment ended by CR. The first segment must be MSH. */
export function buildMessage(
  segments: readonly Hl7SegmentToBuild[],
  characterSet: CharacterSet = 'UNICODE UTF-8',
): Uint8Array {
  let text = '';
  for (const segment of segments) text += `${buildSegment(segment, characterSet)}\r`;
  return bytesFrom(characterSet, text);
}

function buildSegment({ name, fields }: Hl7SegmentToBuild, set: CharacterSet): string {
  const isHeader = name === 'MSH';
  const numbered = joined(fields, { first: isHeader ? 3 : 1, separator: fieldSeparator, build: buildField, set });
  const head = isHeader ? name + fieldSeparator + encodingCharacters : name;
  return numbered === '' ? head : head + fieldSeparator + numbered;
}

function buildField(field: Hl7Field, set: CharacterSet): string {
  if (typeof field !== 'object' || !('repetitions' in field)) return buildValue(field, set);
  return field.repetitions
    .map((value) => buildValue(value, set))
    .filter((value) => value !== '')
    .join('~');
}

function buildValue(value: Hl7Value, set: CharacterSet): string {
  if (typeof value !== 'object') return escapeValue(value, set);
  return joined(value.components, { first: 1, separator: '^', build: buildComponent, set });
}

function buildComponent(component: Hl7Component, set: CharacterSet): string {
  if (typeof component !== 'object') return escapeValue(component, set);
  return joined(component.subcomponents, { first: 0, separator: '&', build: escapeValue, set });
}

interface Joining<Part> {
  readonly first: number;
  readonly separator: string;
  readonly build: (part: Part, set: CharacterSet) => string;
  readonly set: CharacterSet;
}

/** The parts in order of their numbers, gaps empty, nothing after the last one that says something. */
function joined<Part>(
  parts: Readonly<Record<number, Part>> | readonly Part[],
  { first, separator, build, set }: Joining<Part>,
): string {
  let text = '';
  let at = first;
  // Keys that are numbers come in their order, whatever the order they were written in (ECMA-262, OrdinaryOwnPropertyKeys).
  for (const key of Object.keys(parts)) {
    const number = Number(key);
    const built = number < first ? '' : build(parts[number] as Part, set);
    if (built === '') continue;
    for (; at < number; at += 1) text += separator;
    text += built;
  }
  return text;
}

/** Escapes one value; the result holds no delimiter and no control character. `undefined` becomes the empty text. */
export function escapeValue(value: string | undefined, set: CharacterSet = 'UNICODE UTF-8'): string {
  if (value === undefined || value === '') return '';
  if (set === 'UNICODE UTF-8' && standsAsItIs(value)) return value;
  const text = foldInto(set, cleanText(value));
  return text.replace(/[\\|^&~]/g, (character) => escapes[character as keyof typeof escapes]);
}

/** Most values are codes, numbers and Vietnamese words as the cards write them: cleaning and escaping would change nothing. */
function standsAsItIs(value: string): boolean {
  return value.length <= longestValue && settledWithoutDelimiters.test(value) && isOneLine(value);
}

const escapes = { '\\': '\\E\\', '|': '\\F\\', '^': '\\S\\', '&': '\\T\\', '~': '\\R\\' } as const;

/**
 * Text as it may stand in a message: well-formed, NFC (Vietnamese letters are composed and decomposed differently by each
 * source), every C0 and C1 control and U+2028/U+2029 a space, single spaces and none around it, at most `longestValue` code points: the
 * same text as over FHIR.
 */
export function cleanText(value: string): string {
  // Nothing of what follows could change it.
  if (value.length <= longestValue && settled.test(value) && isOneLine(value)) return value;
  const text = value
    .slice(0, 4 * longestValue)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
    .trim();
  if (text.length <= longestValue) return text;
  return Array.from(text).slice(0, longestValue).join('').trim();
}

/** Single spaces, and none around it. */
function isOneLine(value: string): boolean {
  return !value.includes('  ') && value === value.trim();
}

/**
 * Printable ASCII and the Latin letters that are one code point with their marks. None of them composes with its neighbour
 * (Unicode NFC_Quick_Check is Yes for each), so such a text is NFC already.
 */
const settled = /^[ -~\u00c0-\u024f\u1e00-\u1eff]*$/;
const settledWithoutDelimiters = /^[ -%'-[\]_-{}\u00c0-\u024f\u1e00-\u1eff]*$/;
