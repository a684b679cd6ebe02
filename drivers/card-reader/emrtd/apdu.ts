import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardConnection, CardProblem } from '../../contract/card-reader.ts';
import { concat } from './bytes.ts';

/** A command of ISO 7816-4 before it is written in short or extended form. */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** How many bytes may come back: 1…65536. */
  readonly le?: number;
  /** It shows the chip a key, or is counted: never sent twice by itself, whatever the chip answers. */
  readonly isSentOnce?: boolean;
}

export interface ResponseApdu {
  readonly data: Uint8Array;
  /** SW1 and SW2: `0x9000`. */
  readonly status: number;
}

/** Commands to a chip, in the clear or through secure messaging. */
export interface ChipChannel {
  /** The longest data that a reply to a short command can hold. */
  readonly longestShortReply: number;
  /** Through secure messaging. */
  readonly isProtected: boolean;
  /** The bytes of an answer are its receiver's, who overwrites what is about a person. */
  send(command: CommandApdu): Promise<Result<ResponseApdu, CardProblem>>;
  /** Its session is over: nothing more can be sent. */
  isBroken(): boolean;
  /** Overwrites the keys of its session, if there are any, and ends it. */
  overwrite(): void;
}

/** Short form where it fits: some contactless readers of the market pass nothing else. */
export function encodeCommand({ cla, ins, p1, p2, data = new Uint8Array(), le }: CommandApdu): Uint8Array {
  const header = Uint8Array.of(cla, ins, p1, p2);
  if (data.length <= 255 && (le ?? 0) <= 256) {
    const body = data.length > 0 ? concat(Uint8Array.of(data.length), data) : data;
    return concat(header, body, le === undefined ? new Uint8Array() : Uint8Array.of(le & 0xff));
  }
  const body = data.length > 0 ? concat(Uint8Array.of(0), twoBytes(data.length), data) : Uint8Array.of(0);
  return concat(header, body, le === undefined ? new Uint8Array() : twoBytes(le));
}

function twoBytes(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

/** The longest answer that is put together from pieces. */
const longestResponse = 65_536;
/** A piece has 256 bytes at least when the chip means well; one that trickles is stopped here. */
const mostPieces = 300;

/**
 * The commands as they are. Two habits of older chips are followed, each within bounds: `61xx` (fetch the rest) and `6Cxx`
 * (ask again with this length). What must be sent once is sent once.
 */
export function createPlainChannel(connection: CardConnection): ChipChannel {
  return {
    longestShortReply: 256,
    isProtected: false,
    isBroken: () => false,
    overwrite: () => undefined,
    async send(command) {
      const first = await transmit(connection, command);
      if (!first.ok) return first;
      if (first.value.status >> 8 !== 0x6c || command.isSentOnce) return fetchRest(command, first.value);
      const again = await transmit(connection, { ...command, le: lengthIn(first.value.status) });
      return again.ok ? fetchRest(command, again.value) : again;
    },
  };

  async function fetchRest(command: CommandApdu, first: ResponseApdu): Promise<Result<ResponseApdu, CardProblem>> {
    let response = first;
    for (let piece = 0; response.status >> 8 === 0x61; piece++) {
      const getResponse = { cla: command.cla & 0xf3, ins: 0xc0, p1: 0, p2: 0, le: lengthIn(response.status) };
      const next = await transmit(connection, getResponse);
      if (!next.ok) return next;
      const data = concat(response.data, next.value.data);
      for (const joined of [response.data, next.value.data]) joined.fill(0);
      if (data.length > longestResponse || piece >= mostPieces) return problem({ kind: 'damaged' });
      response = { data, status: next.value.status };
    }
    return ok(response);
  }
}

/** SW2 of `61xx` and `6Cxx`. */
export function lengthIn(status: number): number {
  return status & 0xff || 256;
}

async function transmit(connection: CardConnection, command: CommandApdu): Promise<Result<ResponseApdu, CardProblem>> {
  const reply = await connection.transmit(encodeCommand(command));
  if (!reply.ok) return reply;
  const response = decodeResponse(reply.value);
  return response ? ok(response) : problem({ kind: 'damaged' });
}

export function decodeResponse(bytes: Uint8Array): ResponseApdu | undefined {
  const [sw1, sw2] = bytes.subarray(-2);
  if (sw1 === undefined || sw2 === undefined) return undefined;
  return { data: bytes.subarray(0, -2), status: sw1 * 256 + sw2 };
}
