import { concat } from './bytes.ts';

/**
 * BER-TLV as ICAO 9303 uses it (ISO 7816-4 annex, X.690): tags of up to three bytes, lengths of up to 16 MiB, no
 * indefinite length. Nothing is copied beyond what is there, whatever a length field claims.
 */
export interface Tlv {
  /** The tag's bytes as one number: `0x30`, `0x5f1f`. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Header and value. */
  readonly size: number;
}

export interface TlvHeader {
  readonly tag: number;
  readonly headerLength: number;
  readonly valueLength: number;
}

/** Reads tag and length only; the value need not be there yet. */
export function readTlvHeader(bytes: Uint8Array, start = 0): TlvHeader | undefined {
  const tag = readTag(bytes, start);
  if (!tag) return undefined;
  const first = bytes[start + tag.length];
  if (first === undefined || first === 0x80 || first > 0x83) return undefined;
  if (first < 0x80) return { tag: tag.number, headerLength: tag.length + 1, valueLength: first };

  let valueLength = 0;
  for (let at = 0; at < first - 0x80; at++) {
    const byte = bytes[start + tag.length + 1 + at];
    if (byte === undefined) return undefined;
    valueLength = valueLength * 256 + byte;
  }
  return { tag: tag.number, headerLength: tag.length + 1 + (first - 0x80), valueLength };
}

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
  const header = readTlvHeader(bytes, start);
  if (!header) return undefined;
  const from = start + header.headerLength;
  if (header.valueLength > bytes.length - from) return undefined;
  return {
    tag: header.tag,
    value: bytes.subarray(from, from + header.valueLength),
    size: header.headerLength + header.valueLength,
  };
}

/** All objects, one behind the other to the last byte; `undefined` when anything is left over. */
export function readTlvs(bytes: Uint8Array): readonly Tlv[] | undefined {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tlv = readTlv(bytes, at);
    if (!tlv) return undefined;
    found.push(tlv);
    at += tlv.size;
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

/** `0.4.0.127.0.7…` from the value of an OBJECT IDENTIFIER; `undefined` when it does not read. */
export function oidFromBytes(value: Uint8Array): string | undefined {
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, byte] of value.entries()) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 256) return undefined;
    if (byte >= 0x80) {
      if (index === value.length - 1) return undefined;
      continue;
    }
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - root * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.length > 0 && value.length <= 32 ? arcs.join('.') : undefined;
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
