import type { RandomBytes } from '#config/agreements/ids.ts';
import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel } from './apdu.ts';
import { concat, sameBytes } from './bytes.ts';
import { cipherSuites, decryptCbc, encryptCbc, macOfMessage } from './cipher-suite.ts';
import { deriveSessionKeys, type MrzKeyFields, mrzSecret, overwriteKeys, type SessionKeys } from './key-derivation.ts';
import { createSecureMessaging, type SecureMessaging } from './secure-messaging.ts';

const suite = cipherSuites['3des'];

/**
 * Basic access control (ICAO 9303 part 11 §4.3): both sides show that they know the MRZ's key and agree on session keys.
 * The eMRTD application must be selected. One attempt, never a second.
 */
export async function openWithBac(
  channel: ChipChannel,
  fields: MrzKeyFields,
  randomBytes: RandomBytes,
): Promise<Result<SecureMessaging, CardProblem>> {
  const challenge = await channel.send({ cla: 0x00, ins: 0x84, p1: 0, p2: 0, le: 8 });
  if (!challenge.ok) return challenge;
  if (challenge.value.status !== 0x9000) return problem({ kind: 'not-supported' });
  const chipRandom = challenge.value.data;
  if (chipRandom.length !== 8) return problem({ kind: 'damaged' });

  const keys = readAndOverwrite(mrzSecret(fields), (secret) => deriveSessionKeys(secret.subarray(0, 16), suite));
  const agreed = await agree(channel, { keys, chipRandom, randomBytes });
  overwriteKeys(keys);
  return agreed;
}

interface Agreement {
  /** Of the document: everybody has them who has seen its zone. */
  readonly keys: SessionKeys;
  readonly chipRandom: Uint8Array;
  readonly randomBytes: RandomBytes;
}

async function agree(
  channel: ChipChannel,
  { keys, chipRandom, randomBytes }: Agreement,
): Promise<Result<SecureMessaging, CardProblem>> {
  const ownRandom = randomBytes(8);
  const ownKey = randomBytes(16);
  const challenge = concat(ownRandom, chipRandom, ownKey);
  const secret = encryptCbc({ suite, key: keys.encryption, blocks: challenge });
  challenge.fill(0);
  const data = concat(secret, macOfMessage(suite, keys.mac, secret));
  const reply = await channel.send({ cla: 0x00, ins: 0x82, p1: 0, p2: 0, data, le: 40, isSentOnce: true });
  if (!reply.ok) return reply;
  if (reply.value.status !== 0x9000) return problem({ kind: refusalOf(reply.value.status) });

  const answer = reply.value.data.subarray(0, 32);
  const isWhole = reply.value.data.length === 40;
  if (!isWhole || !sameBytes(macOfMessage(suite, keys.mac, answer), reply.value.data.subarray(32))) {
    return problem({ kind: 'damaged' });
  }
  const plain = decryptCbc({ suite, key: keys.encryption, blocks: answer });
  if (!sameBytes(plain.subarray(0, 8), chipRandom) || !sameBytes(plain.subarray(8, 16), ownRandom)) {
    return problem({ kind: 'damaged' });
  }
  const seed = plain.subarray(16).map((byte, index) => byte ^ (ownKey[index] ?? 0));
  for (const done of [plain, ownKey]) done.fill(0);
  const sessionKeys = readAndOverwrite(seed, (secret) => deriveSessionKeys(secret, suite));
  return ok(createSecureMessaging(sessionKeys, concat(chipRandom.subarray(4), ownRandom.subarray(4))));
}

/** Chips refuse a wrong key with `6300`, `63Cx`, `6982`, `6988`, `6A80`, even `6F00`. */
function refusalOf(status: number): 'not-supported' | 'wrong-access-key' {
  const isRefusal = status >> 8 === 0x63 || status >> 8 === 0x69 || status === 0x6a80 || status === 0x6f00;
  return isRefusal ? 'wrong-access-key' : 'not-supported';
}
