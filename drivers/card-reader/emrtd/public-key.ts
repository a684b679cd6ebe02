import { asn1Tag, bitsIn, childrenOf, oidIn } from './asn1.ts';
import { numberFromBytes } from './bytes.ts';
import { type Curve, curveNames, curves, type Point, pointFromBytes } from './curves.ts';
import { onlyTlv, type Tlv } from './tlv.ts';

/** A SubjectPublicKeyInfo (X.509) of the kinds that chips prove themselves with. */
export type PublicKey =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Point }
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly exponent: bigint; readonly modulusLength: number };

const ecPublicKey = '1.2.840.10045.2.1';
const standardDomain = '0.4.0.127.0.7.1.2';
const rsaEncryption = '1.2.840.113549.1.1.1';

/** `bytes` are the SEQUENCE and nothing else. `undefined`: another algorithm, a curve that is not known, or no key. */
export function readPublicKey(bytes: Uint8Array): PublicKey | undefined {
  const [algorithm, bits] = sequenceIn(onlyTlv(bytes));
  const [protocol, parameters] = sequenceIn(algorithm);
  const key = bitsIn(bits);
  if (!key) return undefined;
  switch (oidIn(protocol)) {
    case rsaEncryption:
      return readRsaKey(key);
    case ecPublicKey:
    case standardDomain:
      return readEcKey(key, parameters && curveFrom(parameters));
    default:
      return undefined;
  }
}

function sequenceIn(tlv: Tlv | undefined): readonly Tlv[] {
  return tlv?.tag === asn1Tag.sequence ? childrenOf(tlv) : [];
}

function readEcKey(key: Uint8Array, curve: Curve | undefined): PublicKey | undefined {
  const point = curve && pointFromBytes(curve, key);
  return point && { kind: 'ec', curve, point };
}

/** A longer modulus or exponent than any passport has would only keep the kiosk computing. */
const longestModulus = 512;
const longestExponent = 8;

function readRsaKey(key: Uint8Array): PublicKey | undefined {
  const [modulusTlv, exponentTlv] = sequenceIn(onlyTlv(key));
  if (modulusTlv?.tag !== asn1Tag.integer || exponentTlv?.tag !== asn1Tag.integer) return undefined;
  if (modulusTlv.value.length > longestModulus + 1 || exponentTlv.value.length > longestExponent) return undefined;
  const modulus = numberFromBytes(modulusTlv.value);
  const exponent = numberFromBytes(exponentTlv.value);
  const isKey = modulus.toString(2).length >= 1024 && modulus % 2n === 1n && exponent > 1n;
  return isKey
    ? { kind: 'rsa', modulus, exponent, modulusLength: Math.ceil(modulus.toString(16).length / 2) }
    : undefined;
}

/** A name, a standard number, or (as most passports have it) written out: then it must be one of those known here. */
function curveFrom(parameters: Tlv): Curve | undefined {
  const known = curveNames.map((name) => curves[name]);
  const { tag, value } = parameters;
  if (tag === asn1Tag.objectIdentifier) return known.find(({ oid }) => oid === oidIn(parameters));
  if (tag === asn1Tag.integer) return known.find(({ parameterId }) => BigInt(parameterId) === numberFromBytes(value));
  const [, field, coefficients, base, order] = sequenceIn(parameters);
  const [, prime] = sequenceIn(field);
  const [a, b] = sequenceIn(coefficients);
  if (!prime || !a || !b || !order || base?.tag !== asn1Tag.octetString) return undefined;
  return known.find(
    (curve) =>
      curve.prime === numberFromBytes(prime.value) &&
      curve.order === numberFromBytes(order.value) &&
      curve.a === numberFromBytes(a.value) &&
      curve.b === numberFromBytes(b.value),
  );
}
