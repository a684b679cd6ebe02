import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { openTcp } from '../transport/tcp.ts';
import { createBenchClock } from './clock.bench.ts';
import { createEscposPrinter, type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';

/** A printer played by the test: it gets the requests and answers what the test says, when the test says. */
export async function createScriptedBench(options: Partial<EscposPrinterOptions> = {}) {
  const clock = createBenchClock();
  const asked: PrinterRequest[] = [];
  const connections: Socket[] = [];
  const watchers = new Set<() => void>();
  function watch(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  }
  const bench = {
    /** What the printer does on a request; without it, silence. */
    onRequest: (_request: PrinterRequest): void => {},
    received: [] as number[],
    asked,
    clock,
    say(...bytes: readonly number[]) {
      connections.at(-1)?.write(Uint8Array.from(bytes));
    },
    hangUp() {
      connections.at(-1)?.destroy();
    },
    /** Resolves when these bytes are the last that came. */
    hasEndedWith(bytes: readonly number[]): Promise<void> {
      return watch(() => bytes.every((byte, at) => bench.received.at(at - bytes.length) === byte));
    },
    /** Resolves when so many requests of this kind have come. */
    count(request: PrinterRequest, wanted: number): Promise<void> {
      return watch(() => asked.filter((each) => each === request).length >= wanted);
    },
  };
  const server = createServer((socket) => {
    connections.push(socket);
    let unread: number[] = [];
    socket.on('error', () => {});
    socket.on('data', (bytes: Uint8Array) => {
      bench.received.push(...bytes);
      const found = requestsIn([...unread, ...bytes]);
      unread = [...found.rest];
      for (const request of found.requests) {
        asked.push(request);
        bench.onRequest(request);
      }
      for (const look of [...watchers]) look();
    });
  });
  const { port, close: hangUpAll } = await listenOnLoopback(server);
  const open = openTcp({ host: '127.0.0.1', port }, clock);
  const printer = createEscposPrinter({
    id: 'p',
    paperWidthMm: 58,
    returnChannel: true,
    open,
    clock,
    random: () => 0,
    ...options,
  });
  async function close(): Promise<void> {
    await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
    await hangUpAll();
  }
  return Object.assign(bench, { printer, close });
}

export type PrinterRequest = 'online' | 'cause' | 'error' | 'paper' | 'queued' | 'automatic';

const requestBytes: readonly (readonly [PrinterRequest, readonly number[]])[] = [
  ['online', [0x10, 0x04, 0x01]],
  ['cause', [0x10, 0x04, 0x02]],
  ['error', [0x10, 0x04, 0x03]],
  ['paper', [0x10, 0x04, 0x04]],
  ['queued', [0x1d, 0x72, 0x01]],
  ['automatic', [0x1d, 0x61, 0xff]],
];

/** The tickets of these tests are white or black, so that no dots look like a request. */
export function requestsIn(bytes: readonly number[]): {
  readonly requests: readonly PrinterRequest[];
  readonly rest: readonly number[];
} {
  const requests: PrinterRequest[] = [];
  let at = 0;
  for (; at + 3 <= bytes.length; at++) {
    const match = requestBytes.find(([, sequence]) => sequence.every((byte, offset) => bytes[at + offset] === byte));
    if (match) requests.push(match[0]);
    if (match) at += 2;
  }
  return { requests, rest: bytes.slice(at) };
}
