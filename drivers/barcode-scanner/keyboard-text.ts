import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { ScannedDocument, UnreadableCode } from '../contract/identity.ts';
import { birthFromCard } from '../identity-documents/card-dates.ts';
import { type ReadingPlace, readDocument } from '../identity-documents/read-document.ts';

/**
 * The last resort: what a scanner typed like a keyboard, as a page collected it. Pure.
 *
 * Such a scanner sends keys, not bytes: letters that its keyboard does not have are dropped or replaced, and signs change
 * with the keyboard that the system believes in (notes §1.3, CONFIRMED). An insurance card survives, because its texts are
 * in hex. On a citizen card the number, the dates and `Nam` survive; its name is kept only when the typing proves that it
 * can carry every Vietnamese letter.
 */
export function readKeyboardText(text: string, place: ReadingPlace = {}): Result<ScannedDocument, UnreadableCode> {
  const { bytes, canCarryLetters } = bytesFromKeys(text);
  const read = readAndOverwrite(bytes, (each) => readDocument(each, place));
  if (!read.ok || read.value.source !== 'qr-cccd' || canCarryLetters) return read;
  const { fullName, address, warnings, ...kept } = read.value;
  const damaged = warnings.filter((warning) => warning !== 'text-repaired' && warning !== 'text-damaged');
  return ok({ ...kept, fullName: undefined, address: undefined, warnings: [...damaged, 'text-damaged'] });
}

/** What a scanner typed while CapsLock was on: an insurance card reads all the same, our own codes and a name would not. */
export function withoutCapsLock(text: string): string {
  if (!/tiepdon|\|n(AM|Ữ|U)\|/.test(text)) return text;
  return text.replace(/\p{L}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return letter === lower ? letter.toUpperCase() : lower;
  });
}

/** The typed code as the bytes it was on the card, as far as that is certain. */
export interface TypedCode {
  readonly bytes: Uint8Array;
  /** False where letters may be missing without a trace: then no text of it is anybody's name. */
  readonly canCarryLetters: boolean;
}

export function bytesFromKeys(text: string): TypedCode {
  // Each character has a byte at least; what is longer than any code is left to the reader to refuse.
  if (text.length > longestCodeBytes) return { bytes: new Uint8Array(text.length), canCarryLetters: false };
  const code = withBars(text.replace(/[\r\n]+$/, ''));
  return {
    bytes: new TextEncoder().encode(code),
    // `ễ`, `ữ`, `ọ` …: a typing that has these has them all. `à` or `ô` alone prove nothing: Latin-1 has those.
    canCarryLetters: /[\u1ea0-\u1ef9]/.test(code),
  };
}

/**
 * Gives a code its `|` back where the keyboard made another sign of it. Only when one sign, and only one, divides the text
 * into the fields of a card: then it is certain.
 */
function withBars(text: string): string {
  const certain = possibleBars(text).flatMap((sign) => {
    const fields = text.split(sign);
    return isCitizenCard(fields) ? [fields.join('|')] : insuranceCard(fields);
  });
  return certain.length === 1 ? (certain[0] ?? text) : text;
}

/** Signs that stand there as often as the shorter of the two cards has bars. */
function possibleBars(text: string): readonly string[] {
  if (text.includes('|')) return ['|'];
  const counts = new Map<string, number>();
  for (const sign of text.replace(/[0-9A-Za-z\s]/g, '')) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= 6).map(([sign]) => sign);
}

function isCitizenCard(fields: readonly string[]): boolean {
  const [number = '', oldNumber = '', , birth = '', sex = '', , issued = ''] = fields;
  if (fields.length !== 7 && fields.length !== 11) return false;
  return (
    /^\d{12}$/.test(number) &&
    /^(\d{9}|\d{12})?$/.test(oldNumber) &&
    (/^\d{8}$/.test(birth) || birthFromCard(birth) !== undefined) &&
    /^n/i.test(sex) &&
    /^\d{8}$/.test(issued)
  );
}

/** Its dates have slashes, which move with the keyboard too: one sign that stands in the birth in their place. */
function insuranceCard(fields: readonly string[]): readonly string[] {
  const [number = '', name = '', birth = '', sex = '', address = ''] = fields;
  const isCard =
    fields.length >= 14 &&
    /^(\d{10}|[A-Za-z]{2}[A-Za-z0-9]{13})$/.test(number) &&
    /^([0-9A-Fa-f]{2})+$/.test(name) &&
    /^[12]$/.test(sex) &&
    /^([0-9A-Fa-f]{2})*-?$/.test(address);
  const slash = /^\d\d(\D)\d\d\1\d{4}$/.exec(birth)?.[1];
  if (!isCard || slash === undefined) return [];
  return [fields.map((field) => (isDateWith(slash, field) ? field.replaceAll(slash, '/') : field)).join('|')];
}

function isDateWith(slash: string, field: string): boolean {
  return /^ *\d\d\/\d\d\/\d{4} *$/.test(field.replaceAll(slash, '/'));
}
