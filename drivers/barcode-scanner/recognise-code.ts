import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import type { Scan } from '../contract/barcode-scanner.ts';
import type { DeviceHint } from '../contract/device.ts';
import type { DocumentStanding } from '../identity-documents/read-document.ts';
import { withoutAdditions, withoutStrangePrefix, withoutStrangeSuffix } from './scanner-additions.ts';

/**
 * Whether bytes are a document, for a scanner that must know where a code ends and what it put around it. A kiosk adds its
 * own tickets to what `identity-documents` reads.
 */
export type Recognise = (code: Uint8Array) => DocumentStanding;

/** `marked`: a terminator came. `silent`: nothing more came. */
export type CodeEnd = 'marked' | 'silent';

/** The scan that some bytes are; `undefined` is nothing to speak of, such as a spark on a line. */
export function recogniseCode(code: Uint8Array, end: CodeEnd, recognise: Recognise): Scan | undefined {
  const text = textFrom(code);
  const standing = (each: string) => readAndOverwrite(bytesFrom(each), recognise);
  const found = findDocument(text, withoutAdditions(text), end, standing);
  if (found !== undefined) return found === 'wrapped' ? { kind: 'wrapped' } : { kind: 'code', bytes: bytesFrom(found) };
  if (isNoise(code)) return code.length < shortestNoise ? undefined : { kind: 'garbled' };
  if (end === 'marked') return { kind: 'code', bytes: code };
  return code.length < shortestCode ? undefined : { kind: 'unfinished' };
}

/**
 * The document in what a scanner typed that pretends to be a keyboard; `undefined` when there is none. `bytesOf` are the bytes
 * that a text most likely had on the card.
 */
export function recogniseTyped(
  text: string,
  end: CodeEnd,
  recognise: Recognise,
  bytesOf: (text: string) => Uint8Array,
): Scan | undefined {
  const standing = (each: string) => readAndOverwrite(bytesOf(each), recognise);
  const found = findDocument(text, withoutAdditions(text, true), end, standing);
  if (found === undefined) return undefined;
  return found === 'wrapped' ? { kind: 'wrapped' } : { kind: 'code', bytes: new TextEncoder().encode(found) };
}

function findDocument(
  text: string,
  candidates: readonly string[],
  end: CodeEnd,
  standing: (text: string) => DocumentStanding,
): string | 'wrapped' | undefined {
  const isRead = (each: string, stands = standing(each)) =>
    stands === 'whole' || (stands === 'readable' && end === 'marked');
  const found = candidates.find((each) => {
    const stands = standing(each);
    return isRead(each, stands) || (stands === 'plain' && end === 'marked' && standsAlone(each, text));
  });
  if (found !== undefined) return found;
  const inside = [...withoutStrangePrefix(text), ...candidates.flatMap(withoutStrangeSuffix)];
  return inside.some((each) => isRead(each)) ? 'wrapped' : undefined;
}

/** Nothing around it but blanks, controls and an AIM symbology identifier: a letter may belong to another code. */
function standsAlone(code: string, text: string): boolean {
  const at = text.indexOf(code);
  const isHead = /^[\x00-\x20]*(?:\][A-Za-z][0-9A-Za-z])?[\x00-\x20]*$/.test(text.slice(0, at));
  return isHead && /^[\x00-\x20\x7f]*$/.test(text.slice(at + code.length));
}

/** A line that was just plugged in, or a spark, gives a few bytes. */
const shortestNoise = 4;
/** What is shorter is no code that a kiosk is shown; the shortest product has eight digits (EAN-8). */
const shortestCode = 8;

/** One character for each byte. */
export function textFrom(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** In one copy: `Buffer.from` would leave another one in Node's pool. */
export function bytesFrom(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * No text: wrong speed or parity turn a code into control bytes and into bytes that are no UTF-8. Cards in an old charset
 * have few of those: digits and bars stay.
 */
function isNoise(code: Uint8Array): boolean {
  const printable = code.reduce((count, byte) => (byte >= 0x20 && byte < 0x7f ? count + 1 : count), 0);
  const hasControls = code.some((byte) => byte < 0x20);
  return printable < code.length * 0.6 && (hasControls || !isUtf8(code));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What each scan says about the scanner: which hints stand from now on, and which ones are over. */
export function hintsFrom(scan: Scan, end: CodeEnd): readonly (readonly [hint: DeviceHint, stands: boolean])[] {
  switch (scan.kind) {
    case 'code': {
      const isRight = [
        ['scanner-adds-prefix', false],
        ['wrong-line-settings', false],
      ] as const;
      return end === 'marked' ? [...isRight, ['scanner-sends-no-ending', false]] : isRight;
    }
    case 'wrapped':
      return [
        ['scanner-adds-prefix', true],
        ['wrong-line-settings', false],
      ];
    case 'unfinished':
      return [['scanner-sends-no-ending', true]];
    case 'garbled':
    case 'oversized':
      return [['wrong-line-settings', true]];
  }
}
