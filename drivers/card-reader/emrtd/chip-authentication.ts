import type { RandomBytes } from '#config/agreements/ids.ts';
import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel, CommandApdu } from './apdu.ts';
import { smallInteger } from './asn1.ts';
import { bytesFromNumber, concat } from './bytes.ts';
import { type CipherSuite, cipherSuites } from './cipher-suite.ts';
import { bytesFromPoint, type Curve, type Point, privateKeyFrom, sharedSecret } from './curves.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { readPublicKey } from './public-key.ts';
import { createSecureMessaging, type SecureMessaging } from './secure-messaging.ts';
import { readDg14, type SecurityInfo, suiteBelow } from './security-infos.ts';
import { writeTlv } from './tlv.ts';

/** A static key of the chip and how to agree with it on new session keys. */
export interface ChipAuthenticationOffer {
  readonly suite: CipherSuite;
  readonly protocol: Uint8Array;
  readonly curve: Curve;
  readonly publicKey: Point;
  readonly keyId: number | undefined;
}

const ecdhAgreement = '0.4.0.127.0.7.2.2.3.2';
const ecdhPublicKey = '0.4.0.127.0.7.2.2.1.2';
const anyAgreement = '0.4.0.127.0.7.2.2.3.';
const anyPublicKey = '0.4.0.127.0.7.2.2.1.';

/** What DG14 offers: a key, something that is not known here, or nothing. `undefined`: it does not read. */
export function chipAuthenticationIn(dg14: Uint8Array): ChipAuthenticationOffer | 'unknown' | 'none' | undefined {
  const infos = readDg14(dg14);
  if (!infos) return undefined;
  for (const info of infos.filter(({ protocol }) => protocol === ecdhPublicKey)) {
    const offer = offerOf(info, infos);
    if (offer) return offer;
  }
  const isOffered = infos.some(
    ({ protocol }) => protocol.startsWith(anyAgreement) || protocol.startsWith(anyPublicKey),
  );
  return isOffered ? 'unknown' : 'none';
}

function offerOf(keyInfo: SecurityInfo, infos: readonly SecurityInfo[]): ChipAuthenticationOffer | undefined {
  const key = readPublicKey(keyInfo.required.whole);
  if (key?.kind !== 'ec') return undefined;
  const keyId = smallInteger(keyInfo.optional);
  const agreement = infos.find(
    (info) => suiteBelow(info.protocol, ecdhAgreement) && smallInteger(info.optional) === keyId,
  );
  // Early chips name the key only, which means 3DES (ICAO 9303 part 11 §9.2).
  const suite = agreement ? suiteBelow(agreement.protocol, ecdhAgreement) : cipherSuites['3des'];
  if (!suite) return undefined;
  return {
    suite,
    protocol: agreement?.protocolBytes ?? new Uint8Array(),
    curve: key.curve,
    publicKey: key.point,
    keyId,
  };
}

/**
 * Agrees with the chip's static key on new session keys (ICAO 9303 part 11 §6.2). Only the chip that holds the private key can go on under
 * them: the next protected reply is the proof. `refused`: the chip said no, and the old keys still hold.
 */
export async function agreeWithChip(
  channel: ChipChannel,
  { suite, protocol, curve, publicKey, keyId }: ChipAuthenticationOffer,
  randomBytes: RandomBytes,
): Promise<Result<SecureMessaging | 'refused', CardProblem>> {
  const privateKey = privateKeyFrom(curve, randomBytes);
  const ownKey = bytesFromPoint(curve, curve.base.multiply(privateKey));
  const reference = keyId === undefined ? new Uint8Array() : writeTlv(0x84, keyReference(keyId));
  const commands = suite.name === '3des' ? keyInOneCommand(ownKey, reference) : keyInTwo(ownKey, protocol, reference);
  for (const command of commands) {
    const reply = await channel.send(command);
    if (!reply.ok) return reply;
    if (reply.value.status !== 0x9000) return ok('refused');
  }
  const shared = sharedSecret(curve, privateKey, publicKey);
  const keys = readAndOverwrite(shared, (each) => deriveSessionKeys(each, suite));
  return ok(createSecureMessaging(keys));
}

/** MSE:Set KAT, which all 3DES chips know. */
function keyInOneCommand(ownKey: Uint8Array, reference: Uint8Array): readonly CommandApdu[] {
  const data = concat(writeTlv(0x91, ownKey), reference);
  return [{ cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa6, data }];
}

/** MSE:Set AT, then GENERAL AUTHENTICATE: the way of AES chips. */
function keyInTwo(ownKey: Uint8Array, protocol: Uint8Array, reference: Uint8Array): readonly CommandApdu[] {
  const data = concat(writeTlv(0x80, protocol), reference);
  return [
    { cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa4, data },
    { cla: 0x00, ins: 0x86, p1: 0, p2: 0, data: writeTlv(0x7c, writeTlv(0x80, ownKey)), le: 256 },
  ];
}

/** Unsigned, as short as it goes. */
function keyReference(keyId: number): Uint8Array {
  return bytesFromNumber(keyId, Math.max(1, Math.ceil(keyId.toString(16).length / 2)));
}
