import type { RandomBytes } from '#config/agreements/ids.ts';
import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardAccess, CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel, CommandApdu, ResponseApdu } from './apdu.ts';
import { concat, numberFromBytes, sameBytes } from './bytes.ts';
import type { PaceOffer } from './card-access.ts';
import { decryptCbc, macOfMessage } from './cipher-suite.ts';
import { bytesFromPoint, type Curve, type Point, pointFromBytes, privateKeyFrom, sharedSecret } from './curves.ts';
import { deriveKey, deriveSessionKeys, mrzSecret, overwriteKeys } from './key-derivation.ts';
import { createSecureMessaging, type SecureMessaging } from './secure-messaging.ts';
import { valueAt, writeTlv } from './tlv.ts';

/** `not-tried`: the chip does not take this protocol after all; the key was not used, so another way may be tried. */
export type PaceProblem = CardProblem | { readonly kind: 'not-tried' };

/**
 * PACE with generic mapping (ICAO 9303 part 11 §4.4): a short password becomes strong session keys. The chip learns at its
 * last step whether the password was right and counts the wrong ones, so there is one attempt and never a second.
 */
export async function openWithPace(
  channel: ChipChannel,
  { offer, access, randomBytes }: { offer: PaceOffer; access: CardAccess; randomBytes: RandomBytes },
): Promise<Result<SecureMessaging, PaceProblem>> {
  const nonce = await beginPace(channel, offer, access);
  if (!nonce.ok) return nonce;

  const { suite, curve } = offer;
  if (nonce.value.length === 0 || nonce.value.length > 64 || nonce.value.length % suite.blockLength !== 0) {
    return problem({ kind: 'damaged' });
  }
  const password = passwordOf(access);
  const passwordKey = deriveKey(password, 'password', suite);
  const plainNonce = decryptCbc({ suite, key: passwordKey, blocks: nonce.value });
  const secret = numberFromBytes(plainNonce);
  for (const done of [password, passwordKey, plainNonce]) done.fill(0);

  const mapping = await exchangeKeys(channel, { curve, base: curve.base, tags: [0x81, 0x82], randomBytes });
  if (!mapping.ok) return mapping;
  const { privateKey, chipKey: chipMappingKey } = mapping.value;
  const mapped = curve.base.multiplyUnsafe(secret % curve.order).add(chipMappingKey.multiply(privateKey));
  if (mapped.is0()) return problem({ kind: 'damaged' });

  const agreement = await exchangeKeys(channel, { curve, base: mapped, tags: [0x83, 0x84], randomBytes });
  if (!agreement.ok) return agreement;
  const { ownKey, chipKey } = agreement.value;
  if (ownKey.equals(chipKey)) return problem({ kind: 'damaged' });
  const shared = sharedSecret(curve, agreement.value.privateKey, chipKey);
  const keys = readAndOverwrite(shared, (each) => deriveSessionKeys(each, suite));

  const token = (publicKey: Point) => macOfMessage(suite, keys.mac, tokenInput(offer, publicKey));
  const confirmed = await ask(channel, 0x00, { tag: 0x85, value: token(chipKey), answerTag: 0x86, isLast: true });
  if (confirmed.ok && sameBytes(confirmed.value, token(ownKey))) return ok(createSecureMessaging(keys));
  overwriteKeys(keys);
  return confirmed.ok ? problem({ kind: 'damaged' }) : confirmed;
}

/**
 * From the choice of the protocol to the chip's nonce. Some chips want the curve named though they have one, others refuse that;
 * they say so at once, or when the nonce is asked for. Nothing that is sent here depends on the key, so both ways may be tried.
 */
async function beginPace(
  channel: ChipChannel,
  offer: PaceOffer,
  access: CardAccess,
): Promise<Result<Uint8Array, PaceProblem>> {
  let lastProblem: PaceProblem = { kind: 'not-tried' };
  for (const namesCurve of [offer.isAmbiguous, !offer.isAmbiguous]) {
    const chosen = await channel.send(choosePace(offer, access, namesCurve));
    if (!chosen.ok) return chosen;
    const refusal = refusalToStart(chosen.value.status);
    if (refusal === 'wrong-access-key') return problem({ kind: refusal });
    if (refusal === 'not-tried') continue;
    const reply = await channel.send(question(0x10, { value: new Uint8Array(), answerTag: 0x80 }));
    if (!reply.ok) return reply;
    const nonce = answerIn(reply.value, 0x80, false);
    if (nonce.ok || !isAboutTheCurve(reply.value.status)) return nonce;
    lastProblem = nonce.problem;
  }
  return problem(lastProblem);
}

/** Wrong or missing reference data, conditions not satisfied, wrong data or length. */
function isAboutTheCurve(status: number): boolean {
  return status >> 8 === 0x6a || status >> 8 === 0x67 || status === 0x6985;
}

/** MSE:Set AT: the protocol, which password (1 MRZ, 2 CAN), and the curve, at the latest where the chip has several. */
function choosePace({ protocol, curve }: PaceOffer, access: CardAccess, namesCurve: boolean): CommandApdu {
  const password = Uint8Array.of(access.kind === 'can' ? 0x02 : 0x01);
  const parameter = namesCurve ? writeTlv(0x84, Uint8Array.of(curve.parameterId)) : new Uint8Array();
  const data = concat(writeTlv(0x80, protocol), writeTlv(0x83, password), parameter);
  return { cla: 0x00, ins: 0x22, p1: 0xc1, p2: 0xa4, data };
}

/** `63Cx` says how many attempts are left. The last one is not ours to spend: a blocked card costs its owner a trip. */
function refusalToStart(status: number): 'wrong-access-key' | 'not-tried' | undefined {
  if (status === 0x9000) return undefined;
  if (status >> 4 === 0x63c) return (status & 0x0f) > 1 ? undefined : 'wrong-access-key';
  return status === 0x6983 || status === 0x6984 ? 'wrong-access-key' : 'not-tried';
}

function passwordOf(access: CardAccess): Uint8Array {
  return access.kind === 'can' ? new TextEncoder().encode(access.can) : mrzSecret(access);
}

interface KeyExchange {
  readonly curve: Curve;
  readonly base: Point;
  readonly tags: readonly [own: number, chip: number];
  readonly randomBytes: RandomBytes;
}

interface ExchangedKeys {
  readonly privateKey: bigint;
  readonly ownKey: Point;
  readonly chipKey: Point;
}

async function exchangeKeys(
  channel: ChipChannel,
  { curve, base, tags: [tag, answerTag], randomBytes }: KeyExchange,
): Promise<Result<ExchangedKeys, CardProblem>> {
  const privateKey = privateKeyFrom(curve, randomBytes);
  const ownKey = base.multiply(privateKey);
  const answer = await ask(channel, 0x10, { tag, value: bytesFromPoint(curve, ownKey), answerTag });
  if (!answer.ok) return answer;
  const chipKey = pointFromBytes(curve, answer.value);
  return chipKey ? ok({ privateKey, ownKey, chipKey }) : problem({ kind: 'damaged' });
}

interface Question {
  readonly tag?: number;
  readonly value: Uint8Array;
  readonly answerTag: number;
  readonly isLast?: boolean;
}

async function ask(channel: ChipChannel, cla: number, asked: Question): Promise<Result<Uint8Array, CardProblem>> {
  const reply = await channel.send(question(cla, asked));
  return reply.ok ? answerIn(reply.value, asked.answerTag, asked.isLast ?? false) : reply;
}

/** GENERAL AUTHENTICATE: one dynamic authentication data object out, one back. All but the last are chained (CLA `10`). */
function question(cla: number, { tag, value, isLast = false }: Question): CommandApdu {
  const data = writeTlv(0x7c, tag === undefined ? value : writeTlv(tag, value));
  // The last one shows the chip whether the key is right.
  return { cla, ins: 0x86, p1: 0, p2: 0, data, le: 256, ...(isLast ? { isSentOnce: true } : {}) };
}

function answerIn({ status, data }: ResponseApdu, tag: number, isLast: boolean): Result<Uint8Array, CardProblem> {
  const isBlocked = status === 0x6983 || status === 0x6984;
  const isRefused = status >> 8 === 0x63 || [0x6982, 0x6985, 0x6988, 0x6a80].includes(status);
  if (isBlocked || (isLast && isRefused)) return problem({ kind: 'wrong-access-key' });
  const answer = status === 0x9000 ? valueAt(data, 0x7c, tag) : undefined;
  return answer ? ok(answer) : problem({ kind: 'damaged' });
}

/** The public key that is confirmed, with the protocol, as a public-key data object (§4.4.3.4). */
function tokenInput({ curve, protocol }: PaceOffer, publicKey: Point): Uint8Array {
  return writeTlv(0x7f49, writeTlv(0x06, protocol), writeTlv(0x86, bytesFromPoint(curve, publicKey)));
}
