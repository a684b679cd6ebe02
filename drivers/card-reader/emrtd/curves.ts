import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { bytesFromNumber, concat, numberFromBytes } from './bytes.ts';

/** The prime-order curves that cards use (ICAO 9303 part 11 §9.5.1). OpenSSL is not asked: some builds have no brainpool. */
const definitions = {
  'p-256': { noble: p256, parameterId: 12, oid: '1.2.840.10045.3.1.7' },
  'brainpool-p256r1': { noble: brainpoolP256r1, parameterId: 13, oid: '1.3.36.3.3.2.8.1.1.7' },
  'p-384': { noble: p384, parameterId: 15, oid: '1.3.132.0.34' },
  'brainpool-p384r1': { noble: brainpoolP384r1, parameterId: 16, oid: '1.3.36.3.3.2.8.1.1.11' },
  'brainpool-p512r1': { noble: brainpoolP512r1, parameterId: 17, oid: '1.3.36.3.3.2.8.1.1.13' },
  'p-521': { noble: p521, parameterId: 18, oid: '1.3.132.0.35' },
} as const;

export type CurveName = keyof typeof definitions;
export const curveNames = Object.keys(definitions) as readonly CurveName[];

export type Point = InstanceType<typeof p256.Point>;

export interface Curve {
  readonly name: CurveName;
  /** Standardised domain parameters. */
  readonly parameterId: number;
  readonly oid: string;
  readonly order: bigint;
  readonly prime: bigint;
  /** y² = x³ + ax + b */
  readonly a: bigint;
  readonly b: bigint;
  readonly coordinateLength: number;
  readonly base: Point;
}

export const curves = Object.fromEntries(curveNames.map((name) => [name, describe(name)])) as Readonly<
  Record<CurveName, Curve>
>;

function describe(name: CurveName): Curve {
  const { noble, parameterId, oid } = definitions[name];
  const { Point } = noble;
  const { p: prime, n: order, a, b } = Point.CURVE();
  return { name, parameterId, oid, prime, order, a, b, coordinateLength: Point.Fp.BYTES, base: Point.BASE };
}

/** Uniform in 1…order−1, by throwing candidates away. */
export function privateKeyFrom(curve: Curve, randomBytes: RandomBytes): bigint {
  const bits = curve.order.toString(2).length;
  const mask = (1n << BigInt(bits)) - 1n;
  for (let attempt = 0; attempt < 128; attempt++) {
    const candidate = numberFromBytes(randomBytes(Math.ceil(bits / 8))) & mask;
    if (candidate > 0n && candidate < curve.order) return candidate;
  }
  throw new Error('The random source gives no usable number');
}

/** `04`, x, y. */
export function bytesFromPoint(curve: Curve, point: Point): Uint8Array {
  const { x, y } = point.toAffine();
  return concat(
    Uint8Array.of(0x04),
    bytesFromNumber(x, curve.coordinateLength),
    bytesFromNumber(y, curve.coordinateLength),
  );
}

/** Uncompressed only; a point beside the curve would give away the private key and is not one. */
export function pointFromBytes(curve: Curve, bytes: Uint8Array): Point | undefined {
  const { coordinateLength: length, prime, a, b } = curve;
  if (bytes.length !== 1 + 2 * length || bytes[0] !== 0x04) return undefined;
  const x = numberFromBytes(bytes.subarray(1, 1 + length));
  const y = numberFromBytes(bytes.subarray(1 + length));
  const isOnCurve = x < prime && y < prime && (x * x * x + a * x + b - y * y) % prime === 0n;
  return isOnCurve ? definitions[curve.name].noble.Point.fromAffine({ x, y }) : undefined;
}

/** The x coordinate of the shared point: what key agreement derives keys from. */
export function sharedSecret(curve: Curve, privateKey: bigint, publicKey: Point): Uint8Array {
  return bytesFromNumber(publicKey.multiply(privateKey).toAffine().x, curve.coordinateLength);
}

export interface PlainSignature {
  readonly publicKey: Point;
  readonly digest: Uint8Array;
  /** r and s, each as wide as the order (BSI TR-03111 "plain"). */
  readonly signature: Uint8Array;
}

export function isPlainSignatureValid(curve: Curve, { publicKey, digest, signature }: PlainSignature): boolean {
  const width = Math.ceil(curve.order.toString(2).length / 8);
  if (signature.length !== 2 * width) return false;
  const key = bytesFromPoint(curve, publicKey);
  const { noble } = definitions[curve.name];
  return noble.verify(signature, digest, key, { prehash: false, lowS: false, format: 'compact' });
}
