import type { RandomBytes } from '#config/agreements/ids.ts';
import { concat, numberFromBytes, sameBytes } from './bytes.ts';
import { type ChipCommand, type ChipReply, type ChipSession, createChipSession } from './chip-session.simulator.ts';
import { cipherSuites, decryptCbc, encryptCbc, macOfMessage } from './cipher-suite.ts';
import { bytesFromPoint, curves, type Point, pointFromBytes, privateKeyFrom, sharedSecret } from './curves.ts';
import { deriveKey, deriveSessionKeys, mrzSecret } from './key-derivation.ts';
import type { SimulatedChipSettings, SimulatedCurve, SimulatedSuite } from './simulated-chip-settings.simulator.ts';
import { bytesFromOid, readTlvs, valueAt, writeTlv } from './tlv.ts';

/** What a chip answers, and the secure messaging that begins after the answer. */
export interface AccessReply extends ChipReply {
  readonly session?: ChipSession;
  /** The password of this attempt was wrong. */
  readonly isWrong?: boolean;
}

export interface PaceRun {
  readonly password: 'mrz' | 'can';
  answer(command: ChipCommand): AccessReply;
}

const suiteArcs: Readonly<Record<SimulatedSuite, string>> = {
  '3des': '1',
  'aes-128': '2',
  'aes-192': '3',
  'aes-256': '4',
};

export function paceProtocol(suite: SimulatedSuite): Uint8Array {
  return bytesFromOid(`0.4.0.127.0.7.2.2.4.2.${suiteArcs[suite]}`);
}

export function agreementProtocol(suite: SimulatedSuite): Uint8Array {
  return bytesFromOid(`0.4.0.127.0.7.2.2.3.2.${suiteArcs[suite]}`);
}

interface PaceSettings {
  readonly pace: { readonly curve: SimulatedCurve; readonly suite: SimulatedSuite };
  readonly settings: SimulatedChipSettings;
}

/** MSE:Set AT of PACE; `undefined`: not a protocol or password of this chip. */
export function choosePace(command: ChipCommand, { pace, settings }: PaceSettings): PaceRun | undefined {
  const objects = readTlvs(command.data) ?? [];
  const value = (tag: number) => objects.find((object) => object.tag === tag)?.value;
  const parameter = value(0x84);
  const { curveReference } = settings.habits ?? {};
  if (curveReference === 'refused' ? parameter : curveReference === 'required' && !parameter) return undefined;
  const isCurve = !parameter || sameBytes(parameter, Uint8Array.of(curves[pace.curve].parameterId));
  const isProtocol = sameBytes(value(0x80) ?? new Uint8Array(), paceProtocol(pace.suite));
  const reference = value(0x83)?.[0];
  if (!isProtocol || !isCurve || (reference !== 1 && reference !== 2)) return undefined;
  const run = createPaceRun(reference === 1 ? 'mrz' : 'can', { pace, settings });
  if (curveReference !== 'required-for-nonce' || parameter) return run;
  return { ...run, answer: () => ({ status: 0x6a88 }) };
}

/** The chip's side of PACE, one GENERAL AUTHENTICATE after the other (BSI TR-03110-2 §3.2, B.1). */
function createPaceRun(password: 'mrz' | 'can', { pace, settings }: PaceSettings): PaceRun {
  const { randomBytes } = settings;
  const suite = cipherSuites[pace.suite];
  const curve = curves[pace.curve];
  const secret = password === 'can' ? new TextEncoder().encode(settings.can) : mrzSecret(settings);
  const nonce = randomBytes(16);
  let step = 0;
  let generator: Point = curve.base;
  let confirm: ((token: Uint8Array) => AccessReply) | undefined;

  return {
    password,
    answer(command) {
      const isLast = step === 3;
      if (command.cla !== (isLast ? 0x00 : 0x10)) return { status: 0x6883 };
      const request = valueAt(command.data, 0x7c);
      step += 1;
      if (!request) return { status: 0x6a80 };
      if (step === 1) return request.length === 0 ? dynamic(0x80, encryptedNonce()) : { status: 0x6a80 };
      if (step === 2) return map(valueAt(request, 0x81));
      if (step === 3) return agree(valueAt(request, 0x83));
      return confirm?.(valueAt(request, 0x85) ?? new Uint8Array()) ?? { status: 0x6985 };
    },
  };

  function encryptedNonce(): Uint8Array {
    return encryptCbc({ suite, key: deriveKey(secret, 'password', suite), blocks: nonce });
  }

  function map(terminalKey: Uint8Array | undefined): AccessReply {
    const point = terminalKey && pointFromBytes(curve, terminalKey);
    if (!point) return { status: 0x6a80 };
    const privateKey = privateKeyFrom(curve, randomBytes);
    const shared = point.multiply(privateKey);
    generator = shared.add(curve.base.multiply(numberFromBytes(nonce)));
    return dynamic(0x82, bytesFromPoint(curve, curve.base.multiply(privateKey)));
  }

  function agree(terminalKey: Uint8Array | undefined): AccessReply {
    const point = terminalKey && pointFromBytes(curve, terminalKey);
    if (!terminalKey || !point) return { status: 0x6a80 };
    const privateKey = privateKeyFrom(curve, randomBytes);
    const publicKey = bytesFromPoint(curve, generator.multiply(privateKey));
    const keys = deriveSessionKeys(sharedSecret(curve, privateKey, point), suite);
    const tokenOver = (key: Uint8Array) =>
      macOfMessage(suite, keys.mac, writeTlv(0x7f49, writeTlv(0x06, paceProtocol(pace.suite)), writeTlv(0x86, key)));
    confirm = (token) => {
      if (!sameBytes(token, tokenOver(publicKey))) return { status: 0x6300, isWrong: true };
      const session = createChipSession(keys, new Uint8Array(suite.blockLength));
      return { ...dynamic(0x86, tokenOver(terminalKey)), session };
    };
    return dynamic(0x84, publicKey);
  }
}

function dynamic(tag: number, value: Uint8Array): AccessReply {
  return { status: 0x9000, data: writeTlv(0x7c, writeTlv(tag, value)) };
}

/** The chip's side of BAC: its own random number comes second in what the terminal encrypts, first in what it answers. */
export function answerBac(
  { data }: ChipCommand,
  challenge: Uint8Array,
  settings: SimulatedChipSettings,
  randomBytes: RandomBytes,
): AccessReply {
  const suite = cipherSuites['3des'];
  const document = deriveSessionKeys(mrzSecret(settings).slice(0, 16), suite);
  const secret = data.subarray(0, 32);
  if (data.length !== 40 || !sameBytes(macOfMessage(suite, document.mac, secret), data.subarray(32))) {
    return { status: 0x6300, isWrong: true };
  }
  const plain = decryptCbc({ suite, key: document.encryption, blocks: secret });
  const [terminalRandom, echo, terminalKey] = [plain.subarray(0, 8), plain.subarray(8, 16), plain.subarray(16, 32)];
  if (!sameBytes(echo, challenge)) return { status: 0x6300, isWrong: true };

  const chipKey = randomBytes(16);
  const answer = encryptCbc({ suite, key: document.encryption, blocks: concat(challenge, terminalRandom, chipKey) });
  const seed = Uint8Array.from(terminalKey, (byte, index) => byte ^ (chipKey[index] ?? 0));
  const start = concat(challenge.subarray(4, 8), terminalRandom.subarray(4, 8));
  return {
    status: 0x9000,
    data: concat(answer, macOfMessage(suite, document.mac, answer)),
    session: createChipSession(deriveSessionKeys(seed, suite), start),
  };
}
