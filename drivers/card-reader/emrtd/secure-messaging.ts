import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import { type ChipChannel, type CommandApdu, lengthIn, type ResponseApdu } from './apdu.ts';
import { bytesFromNumber, concat, numberFromBytes, sameBytes } from './bytes.ts';
import { decryptCbc, encryptCbc, macOfBlocks, pad, unpad } from './cipher-suite.ts';
import { overwriteKeys, type SessionKeys } from './key-derivation.ts';
import { readTlvs, type Tlv, writeTlv } from './tlv.ts';

/**
 * Secure messaging of ICAO 9303 part 11 §9.8: each command and each reply is counted, encrypted and MACed. A reply is
 * believed only after its MAC.
 */
export interface SecureMessaging {
  /** The longest data whose protected form still fits a short reply: DO87, DO99 and DO8E add 18 bytes to the blocks. */
  readonly longestShortReply: number;
  protect(command: CommandApdu): CommandApdu;
  /** The reply to the command that was protected last. */
  open(response: ResponseApdu): Result<ResponseApdu, CardProblem>;
  /** Overwrites the session's keys: nothing more can be protected or opened. */
  overwrite(): void;
}

export function createSecureMessaging(
  keys: SessionKeys,
  startCounter: Uint8Array = new Uint8Array(keys.suite.blockLength),
): SecureMessaging {
  const { suite, encryption, mac } = keys;
  const { blockLength } = suite;
  let counter = numberFromBytes(startCounter);

  return {
    longestShortReply: Math.floor((256 - 18) / blockLength) * blockLength - 1,
    protect(command) {
      counter += 1n;
      const header = Uint8Array.of(command.cla | 0x0c, command.ins, command.p1, command.p2);
      const objects = concat(encryptedData(command), expectedLength(command));
      const data = concat(objects, writeTlv(0x8e, checksum(concat(pad(header, blockLength), objects))));
      const le = (command.le ?? 0) > 256 ? 65_536 : 256;
      return { ...command, cla: command.cla | 0x0c, data, le, isSentOnce: true };
    },
    open(response) {
      counter += 1n;
      const opened = openResponse(response);
      return opened ? ok(opened) : problem({ kind: 'damaged' });
    },
    overwrite: () => overwriteKeys(keys),
  };

  /** DO87 carries a padding indicator; commands with an odd instruction carry DO85 without one. */
  function encryptedData({ ins, data }: CommandApdu): Uint8Array {
    if (!data || data.length === 0) return new Uint8Array();
    const secret = encryptCbc({ suite, key: encryption, iv: iv(), blocks: pad(data, blockLength) });
    return ins % 2 === 0 ? writeTlv(0x87, Uint8Array.of(0x01), secret) : writeTlv(0x85, secret);
  }

  function expectedLength({ le }: CommandApdu): Uint8Array {
    if (le === undefined) return new Uint8Array();
    return writeTlv(0x97, le > 256 ? bytesFromNumber(le & 0xffff, 2) : Uint8Array.of(le & 0xff));
  }

  function openResponse(response: ResponseApdu): ResponseApdu | undefined {
    const objects = readTlvs(response.data);
    const received = objects?.at(-1);
    if (!objects || received?.tag !== 0x8e) return undefined;
    const checked = response.data.subarray(0, response.data.length - received.whole.length);
    if (!sameBytes(checksum(checked), received.value)) return undefined;
    return readProtected(objects.slice(0, -1), response.status);
  }

  /** Optional data, then the status word, which must be the one outside; nothing else. */
  function readProtected(objects: readonly Tlv[], outerStatus: number): ResponseApdu | undefined {
    const status = objects.at(-1);
    const data = objects.at(-2);
    const isWhole = status?.tag === 0x99 && status.value.length === 2 && objects.length <= 2;
    if (!isWhole || Number(numberFromBytes(status.value)) !== outerStatus) return undefined;
    if (!data) return { data: new Uint8Array(), status: outerStatus };
    const plain = decryptedData(data);
    return plain && { data: plain, status: outerStatus };
  }

  function decryptedData({ tag, value }: Tlv): Uint8Array | undefined {
    if (tag !== 0x87 && tag !== 0x85) return undefined;
    if (tag === 0x87 && value[0] !== 0x01) return undefined;
    const blocks = tag === 0x87 ? value.subarray(1) : value;
    if (blocks.length === 0 || blocks.length % blockLength !== 0) return undefined;
    return unpad(decryptCbc({ suite, key: encryption, iv: iv(), blocks }), blockLength);
  }

  function checksum(message: Uint8Array): Uint8Array {
    return macOfBlocks(suite, mac, pad(concat(counterBytes(), message), blockLength));
  }

  /** 3DES starts from zeroes, AES from the encrypted counter (§9.8.6.1, §9.8.7.1). */
  function iv(): Uint8Array {
    if (suite.name === '3des') return new Uint8Array(blockLength);
    return encryptCbc({ suite, key: encryption, blocks: counterBytes() });
  }

  function counterBytes(): Uint8Array {
    return bytesFromNumber(counter, blockLength);
  }
}

/**
 * A channel on which everything is protected. After a reply that does not hold nothing more is sent. Chips may also say no in
 * the clear, and know the session no more: that is told to `onRefusal`, unproven as it is.
 */
export function createSecureChannel(
  plain: ChipChannel,
  messaging: SecureMessaging,
  onRefusal: (refusal: RefusedInClear) => void = () => {},
): ChipChannel {
  let broken = false;
  return {
    longestShortReply: messaging.longestShortReply,
    isProtected: true,
    isBroken: () => broken,
    async send(command) {
      if (broken) return problem({ kind: 'damaged' });
      const asked = messaging.protect(command);
      const first = await plain.send(asked);
      const wantsLength = first.ok && first.value.data.length === 0 && first.value.status >> 8 === 0x6c;
      // A chip that wants another length outside has not looked inside yet: the same bytes again, for the same count.
      const reply =
        wantsLength && !command.isSentOnce ? await plain.send({ ...asked, le: lengthIn(first.value.status) }) : first;
      const opened = reply.ok ? messaging.open(reply.value) : reply;
      broken = !opened.ok;
      const isRefusal = first.ok && first.value.data.length === 0 && first.value.status !== 0x9000;
      if (broken && reply.ok && isRefusal) onRefusal({ command, status: first.value.status });
      if (reply.ok) reply.value.data.fill(0);
      return opened;
    },
    overwrite() {
      broken = true;
      messaging.overwrite();
    },
  };
}

/** A command, as it was before it was protected, and the status word that ended secure messaging. */
export interface RefusedInClear {
  readonly command: CommandApdu;
  readonly status: number;
}
