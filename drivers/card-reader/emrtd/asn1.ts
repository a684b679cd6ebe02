import { concat, numberFromBytes } from './bytes.ts';
import { readTlvs, type Tlv } from './tlv.ts';

/** What the values of ASN.1 objects mean (X.690). Each reading takes a missing object too, so that readings can be chained. */
export const asn1Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context2: 0xa2,
  context3: 0xa3,
} as const;

/** An OCTET STRING in pieces, which BER allows. */
const constructedOctetString = 0x24;
const mostPieces = 4096;

/** The objects inside; none when there is nothing inside, or something that does not read. */
export function childrenOf(tlv: Tlv | undefined): readonly Tlv[] {
  const [first = 0] = tlv?.whole ?? [];
  return tlv && (first & 0x20) !== 0 ? (readTlvs(tlv.value) ?? []) : [];
}

export function childWithTag(tlv: Tlv | undefined, tag: number): Tlv | undefined {
  return childrenOf(tlv).find((child) => child.tag === tag);
}

/** Dotted text of an OBJECT IDENTIFIER, `undefined` for anything else. */
export function oidIn(tlv: Tlv | undefined): string | undefined {
  return tlv?.tag === asn1Tag.objectIdentifier ? oidFromBytes(tlv.value) : undefined;
}

/** None that is in use comes near this. */
const longestOid = 32;

/** `0.4.0.127.0.7…` from the value of an OBJECT IDENTIFIER; `undefined` when it does not read. */
export function oidFromBytes(value: Uint8Array): string | undefined {
  if (value.length === 0 || value.length > longestOid) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  let isInside = false;
  for (const byte of value) {
    // An arc never begins with a zero that says nothing: one name would have two spellings.
    if (!isInside && byte === 0x80) return undefined;
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 256) return undefined;
    isInside = byte >= 0x80;
    if (isInside) continue;
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - root * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return isInside ? undefined : arcs.join('.');
}

/** An INTEGER of up to six bytes, read without a sign; `undefined` for anything else. */
export function smallInteger(tlv: Tlv | undefined): number | undefined {
  if (tlv?.tag !== asn1Tag.integer || tlv.value.length === 0 || tlv.value.length > 6) return undefined;
  return Number(numberFromBytes(tlv.value));
}

/** The bytes of an OCTET STRING, whole or in pieces. */
export function octetsIn(tlv: Tlv | undefined): Uint8Array | undefined {
  if (tlv?.tag === asn1Tag.octetString) return tlv.value;
  if (tlv?.tag !== constructedOctetString) return undefined;
  const pieces = childrenOf(tlv);
  const isWhole = pieces.length <= mostPieces && pieces.every(({ tag }) => tag === asn1Tag.octetString);
  return isWhole ? concat(...pieces.map(({ value }) => value)) : undefined;
}

/** The bytes of a BIT STRING that fills them: keys and signatures. */
export function bitsIn(tlv: Tlv | undefined): Uint8Array | undefined {
  return tlv?.tag === asn1Tag.bitString && tlv.value[0] === 0 ? tlv.value.subarray(1) : undefined;
}

/** `YYMMDDhhmm[ss]Z` and `YYYYMMDDhhmm[ss]Z`; both also with an offset such as `+0700`. */
const timeForm = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(?:Z|([+-])(\d\d)(\d\d))$/;

/** UTCTime or GeneralizedTime as epoch milliseconds; of two digits 50–99 are 19xx (RFC 5280 §4.1.2.5). */
export function timeIn(tlv: Tlv | undefined): number | undefined {
  if (tlv?.tag !== asn1Tag.utcTime && tlv?.tag !== asn1Tag.generalizedTime) return undefined;
  if (tlv.value.length > 32) return undefined;
  const parts = timeForm.exec(Buffer.from(tlv.value).toString('latin1'));
  if (!parts) return undefined;
  const [, year = '', month, day, hour, minute, second = '00', sign, offsetHours = '00', offsetMinutes = '00'] = parts;
  if ((year.length === 2) !== (tlv.tag === asn1Tag.utcTime)) return undefined;
  const whole = year.length === 4 ? year : `${Number(year) >= 50 ? '19' : '20'}${year}`;
  const at = Date.parse(`${whole}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  const epochMs = sign === '-' ? at + offsetMs : at - (sign ? offsetMs : 0);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** Text of the string types that names of certificates use; `undefined` for anything else. */
export function textIn(tlv: Tlv | undefined): string | undefined {
  if (!tlv) return undefined;
  const bytes = Buffer.from(tlv.value);
  switch (tlv.tag) {
    case asn1Tag.utf8String:
      return bytes.toString('utf8');
    case asn1Tag.printableString:
    case asn1Tag.ia5String:
    case t61String:
      return bytes.toString('latin1');
    case asn1Tag.bmpString:
      return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : undefined;
    default:
      return undefined;
  }
}

const t61String = 0x14;
