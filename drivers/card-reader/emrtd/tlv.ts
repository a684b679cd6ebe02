import { concat } from './bytes.ts';

/**
 * BER-TLV (X.690 8.1, ISO 7816-4 annex): the one reader of everything that is ASN.1 on a chip or in a certificate, so that no
 * two parts of the kiosk can see two things in the same bytes. `asn1.ts` says what the values mean.
 *
 * Taken: tags of up to three bytes; lengths of up to 16 MiB, also when written longer than need be; BER's indefinite length of
 * constructed objects, whose end is looked for at most `deepestIndefinite` levels down. Nothing is copied beyond what is there,
 * whatever a length claims. Bytes that are left over are the caller's to see: `onlyTlv` and `readTlvs` refuse them.
 */
export interface Tlv {
  /** The tag's bytes as one number: `0x30`, `0x5f1f`. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Header, value and what closes it, as they stand there: what is hashed and compared is never encoded again. */
  readonly whole: Uint8Array;
}

export interface TlvHeader {
  readonly tag: number;
  readonly headerLength: number;
  readonly valueLength: number;
}

/** Issuers that write an indefinite length at all do so for the few outer objects of EF.SOD. */
const deepestIndefinite = 12;

/** Reads tag and length only; the value need not be there yet. `undefined` also for an indefinite length. */
export function readTlvHeader(bytes: Uint8Array, start = 0): TlvHeader | undefined {
  const tag = readTag(bytes, start);
  if (!tag) return undefined;
  const first = bytes[start + tag.length];
  if (first === undefined || first === indefinite || first > 0x83) return undefined;
  if (first < 0x80) return { tag: tag.number, headerLength: tag.length + 1, valueLength: first };

  let valueLength = 0;
  for (let at = 0; at < first - 0x80; at++) {
    const byte = bytes[start + tag.length + 1 + at];
    if (byte === undefined) return undefined;
    valueLength = valueLength * 256 + byte;
  }
  return { tag: tag.number, headerLength: tag.length + 1 + (first - 0x80), valueLength };
}

const indefinite = 0x80;

function readTag(bytes: Uint8Array, start: number): { readonly number: number; readonly length: number } | undefined {
  const first = bytes[start];
  if (first === undefined) return undefined;
  if ((first & 0x1f) !== 0x1f) return { number: first, length: 1 };
  let number = first;
  for (let length = 2; length <= 3; length++) {
    const next = bytes[start + length - 1];
    if (next === undefined) return undefined;
    number = number * 256 + next;
    if (next < 0x80) return { number, length };
  }
  return undefined;
}

/** The object at `start`; what follows it is left alone. */
export function readTlv(bytes: Uint8Array, start = 0): Tlv | undefined {
  return readAt(bytes, start, 0);
}

function readAt(bytes: Uint8Array, start: number, depth: number): Tlv | undefined {
  const header = readTlvHeader(bytes, start);
  if (!header) return readIndefinite(bytes, start, depth);
  const from = start + header.headerLength;
  const end = from + header.valueLength;
  if (end > bytes.length) return undefined;
  return { tag: header.tag, value: bytes.subarray(from, end), whole: bytes.subarray(start, end) };
}

/** Objects one behind the other, closed by two zeroes (X.690 8.1.3.6, 8.1.5). */
function readIndefinite(bytes: Uint8Array, start: number, depth: number): Tlv | undefined {
  const tag = readTag(bytes, start);
  const isConstructed = ((bytes[start] ?? 0) & 0x20) !== 0;
  if (!tag || !isConstructed || bytes[start + tag.length] !== indefinite || depth >= deepestIndefinite)
    return undefined;
  const from = start + tag.length + 1;
  for (let at = from; at < bytes.length; ) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) {
      return { tag: tag.number, value: bytes.subarray(from, at), whole: bytes.subarray(start, at + 2) };
    }
    const inner = readAt(bytes, at, depth + 1);
    if (!inner) return undefined;
    at += inner.whole.length;
  }
  return undefined;
}

/** The object that fills the bytes to the last one. */
export function onlyTlv(bytes: Uint8Array): Tlv | undefined {
  const tlv = readTlv(bytes);
  return tlv?.whole.length === bytes.length ? tlv : undefined;
}

/** No file that means well has more beside each other; each costs memory that its two bytes do not. */
const mostObjects = 10_000;

/** All objects, one behind the other to the last byte; `undefined` when anything is left over. */
export function readTlvs(bytes: Uint8Array): readonly Tlv[] | undefined {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tlv = found.length < mostObjects ? readTlv(bytes, at) : undefined;
    if (!tlv) return undefined;
    found.push(tlv);
    at += tlv.whole.length;
  }
  return found;
}

/** The value found by going down one tag after the other, the first of each kind. */
export function valueAt(bytes: Uint8Array, ...path: readonly number[]): Uint8Array | undefined {
  let value: Uint8Array | undefined = bytes;
  for (const tag of path) {
    value = value && readTlvs(value)?.find((tlv) => tlv.tag === tag)?.value;
  }
  return value;
}

export function writeTlv(tag: number, ...value: readonly Uint8Array[]): Uint8Array {
  const whole = concat(...value);
  return concat(shortestBytes(tag), lengthBytes(whole.length), whole);
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = shortestBytes(length);
  return Uint8Array.of(0x80 + bytes.length, ...bytes);
}

function shortestBytes(number: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes.length === 0 ? [0] : bytes);
}

export function bytesFromOid(oid: string): Uint8Array {
  const [root = 0, second = 0, ...arcs] = oid.split('.').map(Number);
  return Uint8Array.from([root * 40 + second, ...arcs].flatMap(base128));
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 + (rest % 128));
  return bytes;
}
