import { numberFromBytes } from './bytes.ts';
import { type Curve, curveNames, curves, type Point, pointFromBytes } from './curves.ts';
import { oidFromBytes, readTlv, readTlvs, type Tlv, valueAt } from './tlv.ts';

/** A SubjectPublicKeyInfo (X.509) of the kinds that chips prove themselves with. */
export type PublicKey =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Point }
  | { readonly kind: 'rsa'; readonly modulus: bigint; readonly exponent: bigint; readonly modulusLength: number };

const ecPublicKey = '1.2.840.10045.2.1';
const standardDomain = '0.4.0.127.0.7.1.2';
const rsaEncryption = '1.2.840.113549.1.1.1';

/** `bytes` begin with the SEQUENCE. `undefined`: another algorithm, a curve that is not known, or no key. */
export function readPublicKey(bytes: Uint8Array): PublicKey | undefined {
  const outer = readTlv(bytes);
  const [algorithm, bits] = (outer?.tag === 0x30 ? readTlvs(outer.value) : undefined) ?? [];
  const [protocol, parameters] = (algorithm?.tag === 0x30 ? readTlvs(algorithm.value) : undefined) ?? [];
  // A BIT STRING begins with the number of unused bits, zero for keys.
  if (protocol?.tag !== 0x06 || bits?.tag !== 0x03 || bits.value[0] !== 0) return undefined;
  const key = bits.value.subarray(1);
  switch (oidFromBytes(protocol.value)) {
    case rsaEncryption:
      return readRsaKey(key);
    case ecPublicKey:
    case standardDomain:
      return readEcKey(key, parameters && curveFrom(parameters));
    default:
      return undefined;
  }
}

function readEcKey(key: Uint8Array, curve: Curve | undefined): PublicKey | undefined {
  const point = curve && pointFromBytes(curve, key);
  return point && { kind: 'ec', curve, point };
}

/** A longer modulus or exponent than any passport has would only keep the kiosk computing. */
const longestModulus = 512;
const longestExponent = 8;

function readRsaKey(key: Uint8Array): PublicKey | undefined {
  const sequence = valueAt(key, 0x30);
  const [modulusTlv, exponentTlv] = (sequence && readTlvs(sequence)) ?? [];
  if (modulusTlv?.tag !== 0x02 || exponentTlv?.tag !== 0x02) return undefined;
  if (modulusTlv.value.length > longestModulus + 1 || exponentTlv.value.length > longestExponent) return undefined;
  const modulus = numberFromBytes(modulusTlv.value);
  const exponent = numberFromBytes(exponentTlv.value);
  const isKey = modulus.toString(2).length >= 1024 && modulus % 2n === 1n && exponent > 1n;
  return isKey
    ? { kind: 'rsa', modulus, exponent, modulusLength: Math.ceil(modulus.toString(16).length / 2) }
    : undefined;
}

/** A name, a standard number, or (as most passports have it) written out: then it must be one of those known here. */
function curveFrom({ tag, value }: Tlv): Curve | undefined {
  const known = curveNames.map((name) => curves[name]);
  if (tag === 0x06) return known.find(({ oid }) => oid === oidFromBytes(value));
  if (tag === 0x02) return known.find(({ parameterId }) => BigInt(parameterId) === numberFromBytes(value));
  const [version, field, coefficients, base, order] = (tag === 0x30 ? readTlvs(value) : undefined) ?? [];
  const [, prime] = (field?.tag === 0x30 ? readTlvs(field.value) : undefined) ?? [];
  if (version?.tag !== 0x02 || coefficients?.tag !== 0x30 || base?.tag !== 0x04 || order?.tag !== 0x02)
    return undefined;
  return known.find(
    (curve) => prime && curve.prime === numberFromBytes(prime.value) && curve.order === numberFromBytes(order.value),
  );
}
