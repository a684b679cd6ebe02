import { connect, type Socket } from 'node:net';
import type { LaidCard, LaidOnReader } from './pcsc-readers.simulator.ts';

/**
 * The card's end of vpcd, the virtual reader of Debian's vsmartcard-vpcd: a TCP connection to its port is a card that was
 * inserted, and its end a card that was taken away. Each message is two bytes of length, big-endian, and so many bytes; a
 * message of one byte is about power (devices.md §6.1, CONFIRMED).
 */
export interface VpcdWire {
  readonly port: number;
  readonly card: LaidCard;
  /** How long the hand still needs. */
  readonly afterMs: number;
  onChange(): void;
}

const power = { off: 0, on: 1, reset: 2, answerToReset: 4 } as const;

/** A contactless card as PC/SC shows it (PC/SC part 3 §3.1.3.2.3): historical bytes of an ISO 14443 card without any. */
const answerToReset = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);

/** A card that is held to a reader which is not there yet is tried again. */
const retryMs = 200;

export function insertIntoVpcd({ port, card, afterMs, onChange }: VpcdWire): LaidOnReader {
  let socket: Socket | undefined;
  let reached = false;
  let removed = false;
  let retry: NodeJS.Timeout | undefined;
  if (afterMs > 0) retry = setTimeout(approach, afterMs);
  else approach();

  function approach(): void {
    const reader = connect({ host: '127.0.0.1', port, noDelay: true });
    socket = reader;
    let rest: Uint8Array = new Uint8Array();
    reader.on('connect', () => {
      reached = true;
      onChange();
    });
    reader.on('data', (chunk) => {
      const { messages, rest: left } = cutMessages(rest, chunk);
      rest = left;
      for (const message of messages) void answer(reader, message);
    });
    reader.on('error', () => {});
    reader.on('close', () => {
      if (reached) onChange();
      reached = false;
      if (!removed) retry = setTimeout(approach, retryMs);
    });
  }

  async function answer(reader: Socket, message: Uint8Array): Promise<void> {
    if (message.length === 1) {
      if (message[0] === power.answerToReset) return send(reader, answerToReset);
      if (message[0] === power.off || message[0] === power.on || message[0] === power.reset) card.onPower();
      return;
    }
    const response = await card.onApdu(message);
    if (response) send(reader, response);
  }

  return {
    isReached: () => reached,
    remove() {
      removed = true;
      clearTimeout(retry);
      socket?.destroy();
      if (reached) onChange();
      reached = false;
    },
  };
}

function send(reader: Socket, bytes: Uint8Array): void {
  if (reader.destroyed) return;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  reader.write(Buffer.concat([length, bytes]));
}

function cutMessages(before: Uint8Array, chunk: Uint8Array): { messages: readonly Uint8Array[]; rest: Uint8Array } {
  const bytes = Buffer.concat([before, chunk]);
  const messages: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}
