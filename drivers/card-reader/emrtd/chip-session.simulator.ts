import { bytesFromNumber, concat, numberFromBytes, sameBytes } from './bytes.ts';
import { decryptCbc, encryptCbc, macOfBlocks, pad, unpad } from './cipher-suite.ts';
import type { SessionKeys } from './key-derivation.ts';
import { readTlvs, writeTlv } from './tlv.ts';

/** A command as it came over the wire (ISO 7816-4 §5.1), or as it came out of secure messaging. */
export interface ChipCommand {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  readonly le: number | undefined;
  readonly isExtended: boolean;
}

export interface ChipReply {
  readonly status: number;
  readonly data?: Uint8Array;
}

/** All four cases in both forms; `undefined`: the length fields do not fit the bytes. */
export function parseCommand(bytes: Uint8Array): ChipCommand | undefined {
  const [cla, ins, p1, p2, first] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const whole = (data: Uint8Array, le: number | undefined, isExtended: boolean) => ({
    cla,
    ins,
    p1,
    p2,
    data,
    le,
    isExtended,
  });
  const none = new Uint8Array();
  if (first === undefined) return whole(none, undefined, false);
  if (bytes.length === 5) return whole(none, first || 256, false);
  if (first > 0) {
    const rest = bytes.subarray(5 + first);
    if (bytes.length < 5 + first || rest.length > 1) return undefined;
    return whole(bytes.subarray(5, 5 + first), rest.length === 1 ? rest[0] || 256 : undefined, false);
  }
  if (bytes.length < 7) return undefined;
  const length = (bytes[5] ?? 0) * 256 + (bytes[6] ?? 0);
  if (bytes.length === 7) return whole(none, length || 65_536, true);
  const rest = bytes.subarray(7 + length);
  if (length === 0 || bytes.length < 7 + length || (rest.length !== 0 && rest.length !== 2)) return undefined;
  const le = rest.length === 2 ? (rest[0] ?? 0) * 256 + (rest[1] ?? 0) || 65_536 : undefined;
  return whole(bytes.subarray(7, 7 + length), le, true);
}

/** The chip's side of secure messaging: opens commands, protects replies. */
export interface ChipSession {
  /** `undefined`: not protected as it should be. */
  open(command: ChipCommand): ChipCommand | undefined;
  protect(reply: ChipReply, command: ChipCommand): Uint8Array;
  /** How long the data field becomes: the padded blocks in DO87 or DO85, DO99 and DO8E. */
  protectedLength(reply: ChipReply): number;
}

export function createChipSession({ suite, encryption, mac }: SessionKeys, start: Uint8Array): ChipSession {
  const counter = Uint8Array.from(start);

  return {
    open(command) {
      countOn(counter);
      const objects = readTlvs(command.data) ?? [];
      const tags = objects.map(({ tag }) => tag);
      const isInOrder = [[0x8e], [0x97, 0x8e], [0x87, 0x8e], [0x85, 0x8e], [0x87, 0x97, 0x8e], [0x85, 0x97, 0x8e]].some(
        (order) => order.length === tags.length && order.every((tag, index) => tag === tags[index]),
      );
      const checksum = objects.at(-1);
      if (!isInOrder || !checksum) return undefined;
      const body = command.data.subarray(0, command.data.length - checksum.whole.length);
      const header = pad(Uint8Array.of(command.cla, command.ins, command.p1, command.p2), suite.blockLength);
      if (!sameBytes(sign(concat(header, body)), checksum.value)) return undefined;

      const secret = objects.find(({ tag }) => tag === 0x87 || tag === 0x85);
      if (secret && (secret.tag === 0x87) !== (command.ins % 2 === 0)) return undefined;
      const data = secret ? decrypt(secret.tag === 0x87 ? secret.value.subarray(1) : secret.value) : new Uint8Array();
      const expected = objects.find(({ tag }) => tag === 0x97)?.value;
      const le = expected && (Number(numberFromBytes(expected)) || (expected.length === 2 ? 65_536 : 256));
      return data && { ...command, cla: command.cla & 0xf3, data, le };
    },
    protect({ status, data = new Uint8Array() }, command) {
      countOn(counter);
      const content = data.length === 0 ? data : objectFor(encrypt(data), command.ins);
      const body = concat(content, writeTlv(0x99, bytesFromNumber(status, 2)));
      return concat(body, writeTlv(0x8e, sign(body)), bytesFromNumber(status, 2));
    },
    protectedLength: lengthOf,
  };

  function lengthOf({ data }: ChipReply): number {
    if (!data || data.length === 0) return 14;
    const blocks = pad(data, suite.blockLength).length;
    return blocks + (blocks > 0xfe ? 5 : blocks > 0x7e ? 4 : 3) + 14;
  }

  function objectFor(secret: Uint8Array, ins: number): Uint8Array {
    return ins % 2 === 0 ? writeTlv(0x87, Uint8Array.of(0x01), secret) : writeTlv(0x85, secret);
  }

  function sign(message: Uint8Array): Uint8Array {
    return macOfBlocks(suite, mac, pad(concat(counter, message), suite.blockLength));
  }

  function startVector(): Uint8Array {
    if (suite.name === '3des') return new Uint8Array(8);
    return encryptCbc({ suite, key: encryption, blocks: Uint8Array.from(counter) });
  }

  function encrypt(data: Uint8Array): Uint8Array {
    return encryptCbc({ suite, key: encryption, iv: startVector(), blocks: pad(data, suite.blockLength) });
  }

  function decrypt(blocks: Uint8Array): Uint8Array | undefined {
    if (blocks.length === 0 || blocks.length % suite.blockLength !== 0) return undefined;
    return unpad(decryptCbc({ suite, key: encryption, iv: startVector(), blocks }), suite.blockLength);
  }
}

function countOn(counter: Uint8Array): void {
  for (let at = counter.length - 1; at >= 0; at--) {
    counter[at] = ((counter[at] ?? 0) + 1) & 0xff;
    if (counter[at] !== 0) return;
  }
}
