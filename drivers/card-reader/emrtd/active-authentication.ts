import { createHash } from 'node:crypto';
import { pow } from '@noble/curves/abstract/modular.js';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel } from './apdu.ts';
import { oidIn } from './asn1.ts';
import { bytesFromNumber, concat, numberFromBytes, sameBytes } from './bytes.ts';
import type { ChipHabits } from './chip-habits.ts';
import { isPlainSignatureValid } from './curves.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import { readDg14 } from './security-infos.ts';
import { valueAt } from './tlv.ts';

/** The chip's key in DG15; `undefined`: it does not read or is of a kind that is not known here. */
export function activeKeyIn(dg15: Uint8Array): PublicKey | undefined {
  const key = valueAt(dg15, 0x6f);
  return key && readPublicKey(key);
}

export interface SignatureQuestion {
  readonly key: PublicKey;
  readonly dg14: Uint8Array | undefined;
  readonly habits: ChipHabits;
  readonly randomBytes: RandomBytes;
}

/** RSA below what ICAO 9303 part 12 §4.4 asks of signers; the curves that are known here are all strong enough. */
export function isWeakKey(key: PublicKey): boolean {
  return key.kind === 'rsa' && key.modulus.toString(2).length < leastRsaBits;
}

const leastRsaBits = 2048;

/**
 * Active authentication (ICAO 9303 part 11 §6.1): the chip signs eight random bytes. With ECDSA the hash is named in DG14;
 * where it is not, any of the known ones will do, since each shows that the chip holds the key.
 */
export async function askForSignature(
  channel: ChipChannel,
  { key, dg14, habits, randomBytes }: SignatureQuestion,
): Promise<Result<'proved' | 'failed' | 'refused', CardProblem>> {
  const challenge = randomBytes(8);
  const isLong = key.kind === 'rsa' && key.modulusLength > channel.longestShortReply;
  const ask = (le: number) => channel.send({ cla: 0x00, ins: 0x88, p1: 0, p2: 0, data: challenge, le });
  let reply = await ask(isLong && habits.takesExtended ? 65_536 : 256);
  if (reply.ok && reply.value.status !== 0x9000 && isLong && habits.takesExtended) {
    // Some pass a long answer on in pieces only.
    habits.takesExtended = false;
    reply = await ask(256);
  }
  if (!reply.ok) return reply;
  const { status, data } = reply.value;
  if (status !== 0x9000) return ok('refused');
  const isValid = key.kind === 'rsa' ? isIso9796Valid(key, challenge, data) : isEcdsaValid(key, challenge, data, dg14);
  return ok(isValid ? 'proved' : 'failed');
}

/** Trailer of ISO 9796-2: `BC` is SHA-1; `xxCC` names the hash (ISO 10118 numbers). */
const hashOfTrailer: ReadonlyMap<number, string> = new Map([
  [0x33, 'sha1'],
  [0x34, 'sha256'],
  [0x35, 'sha512'],
  [0x36, 'sha384'],
  [0x38, 'sha224'],
]);

/** ISO 9796-2 signature scheme 1 with partial recovery: header `6A`, M1, the hash of M1 and the challenge, trailer. */
export function isIso9796Valid(
  key: Extract<PublicKey, { kind: 'rsa' }>,
  challenge: Uint8Array,
  signature: Uint8Array,
): boolean {
  const number = numberFromBytes(signature);
  if (signature.length !== key.modulusLength || number >= key.modulus) return false;
  const opened = pow(number, key.exponent, key.modulus);
  // The signer may take the smaller of s and n − s; the trailer's last four bits tell which.
  const recovered = opened % 16n === 12n ? opened : key.modulus - opened;
  const message = bytesFromNumber(recovered, key.modulusLength);
  const [beforeLast = 0, last = 0] = message.subarray(-2);
  const hash = last === 0xbc ? 'sha1' : last === 0xcc ? hashOfTrailer.get(beforeLast) : undefined;
  if (message[0] !== 0x6a || hash === undefined) return false;

  const digestEnd = message.length - (last === 0xbc ? 1 : 2);
  const digestStart = digestEnd - digestLengthOf(hash);
  if (digestStart < 1) return false;
  const recoverable = message.subarray(1, digestStart);
  return sameBytes(digest(hash, concat(recoverable, challenge)), message.subarray(digestStart, digestEnd));
}

const activeAuthentication = '2.23.136.1.1.5';
const plainEcdsa = '0.4.0.127.0.7.1.1.4.1.';
const hashOfArc: ReadonlyMap<string, string> = new Map([
  ['1', 'sha1'],
  ['2', 'sha224'],
  ['3', 'sha256'],
  ['4', 'sha384'],
  ['5', 'sha512'],
]);

function isEcdsaValid(
  { curve, point }: Extract<PublicKey, { kind: 'ec' }>,
  challenge: Uint8Array,
  signature: Uint8Array,
  dg14: Uint8Array | undefined,
): boolean {
  const named = dg14 && hashNamedIn(dg14);
  const hashes = named === undefined ? [...hashOfArc.values()] : [named];
  return hashes.some((hash) =>
    isPlainSignatureValid(curve, { publicKey: point, digest: digest(hash, challenge), signature }),
  );
}

function hashNamedIn(dg14: Uint8Array): string | undefined {
  const info = readDg14(dg14)?.find(({ protocol }) => protocol === activeAuthentication);
  const algorithm = oidIn(info?.optional);
  return algorithm?.startsWith(plainEcdsa) ? hashOfArc.get(algorithm.slice(plainEcdsa.length)) : undefined;
}

function digest(hash: string, message: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash(hash).update(message).digest());
}

function digestLengthOf(hash: string): number {
  return digest(hash, new Uint8Array()).length;
}
