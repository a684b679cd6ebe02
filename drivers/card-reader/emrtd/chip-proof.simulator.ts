import { constants, createHash, createPrivateKey, privateEncrypt, sign } from 'node:crypto';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { concat, numberFromBytes, sameBytes } from './bytes.ts';
import { agreementProtocol } from './chip-access.simulator.ts';
import { type ChipCommand, type ChipReply, type ChipSession, createChipSession } from './chip-session.simulator.ts';
import { cipherSuites } from './cipher-suite.ts';
import { curves, pointFromBytes, sharedSecret } from './curves.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import type { SimulatedActiveKey, SimulatedAgreementKey } from './simulated-chip-settings.simulator.ts';
import { readTlvs, valueAt, writeTlv } from './tlv.ts';

export interface ProofReply extends ChipReply {
  /** Begins after the reply, which still goes out under the old keys. */
  readonly session?: ChipSession;
}

/** MSE:Set KAT: 3DES chips get the terminal's key in one command. */
export function answerKeyAgreement({ data }: ChipCommand, key: SimulatedAgreementKey): ProofReply {
  const objects = readTlvs(data) ?? [];
  const terminalKey = objects.find(({ tag }) => tag === 0x91)?.value;
  if (key.suite !== '3des' || !terminalKey || !namesKey(data, key)) return { status: 0x6a80 };
  const session = agree(terminalKey, key);
  return session ? { status: 0x9000, session } : { status: 0x6a80 };
}

/** MSE:Set AT of chip authentication: whether protocol and key are this chip's. */
export function isAgreementChosen({ data }: ChipCommand, key: SimulatedAgreementKey): boolean {
  const protocol = readTlvs(data)?.find(({ tag }) => tag === 0x80)?.value ?? new Uint8Array();
  return sameBytes(protocol, agreementProtocol(key.suite)) && namesKey(data, key);
}

/** GENERAL AUTHENTICATE after it. */
export function answerAgreement({ data }: ChipCommand, key: SimulatedAgreementKey): ProofReply {
  const terminalKey = valueAt(data, 0x7c, 0x80);
  const session = terminalKey && agree(terminalKey, key);
  return session ? { status: 0x9000, data: writeTlv(0x7c), session } : { status: 0x6300 };
}

function namesKey(data: Uint8Array, { keyId }: SimulatedAgreementKey): boolean {
  const reference = readTlvs(data)?.find(({ tag }) => tag === 0x84)?.value;
  if (keyId === undefined) return reference === undefined;
  return reference !== undefined && numberFromBytes(reference) === BigInt(keyId);
}

function agree(terminalKey: Uint8Array, { curve: name, suite: suiteName, privateKey }: SimulatedAgreementKey) {
  const curve = curves[name];
  const suite = cipherSuites[suiteName];
  const point = pointFromBytes(curve, terminalKey);
  if (!point) return undefined;
  const keys = deriveSessionKeys(sharedSecret(curve, numberFromBytes(privateKey), point), suite);
  return createChipSession(keys, new Uint8Array(suite.blockLength));
}

/** INTERNAL AUTHENTICATE: eight bytes, signed with the chip's own key by OpenSSL. */
export function answerChallenge({ data }: ChipCommand, key: SimulatedActiveKey, randomBytes: RandomBytes): ChipReply {
  if (data.length !== 8) return { status: 0x6700 };
  const signature = key.kind === 'ecdsa' ? signPlain(data, key) : signIso9796(data, key, randomBytes);
  return { status: 0x9000, data: signature };
}

function privateKeyOf(key: SimulatedActiveKey) {
  return createPrivateKey({ key: Buffer.from(key.privateKey), format: 'der', type: 'pkcs8' });
}

function signPlain(challenge: Uint8Array, key: SimulatedActiveKey): Uint8Array {
  const hash = key.hash ?? 'sha256';
  return Uint8Array.from(sign(hash, challenge, { key: privateKeyOf(key), dsaEncoding: 'ieee-p1363' }));
}

const trailers = {
  sha1: [0xbc],
  sha224: [0x38, 0xcc],
  sha256: [0x34, 0xcc],
  sha384: [0x36, 0xcc],
  sha512: [0x35, 0xcc],
};

/** ISO 9796-2 scheme 1, partial recovery: `6A`, M1, hash over M1 and the challenge, trailer; as long as the modulus. */
function signIso9796(challenge: Uint8Array, key: SimulatedActiveKey, randomBytes: RandomBytes): Uint8Array {
  const privateKey = privateKeyOf(key);
  const length = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const hash = key.hash ?? 'sha256';
  const trailer = Uint8Array.from(trailers[hash]);
  const digestLength = createHash(hash).digest().length;
  const recoverable = randomBytes(length - 1 - digestLength - trailer.length);
  const digest = createHash(hash).update(recoverable).update(challenge).digest();
  const message = concat(Uint8Array.of(0x6a), recoverable, digest, trailer);
  return Uint8Array.from(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, message));
}
