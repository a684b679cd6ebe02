import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createBenchClock } from './clock.bench.ts';
import { lineDelays } from './escpos-line.ts';
import { createEscposPrinter, type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';
import { confirmationDelays } from './print-confirmation.ts';
import { type PrinterRequest, requestsIn } from './scripted-printer.bench.ts';
import { conditionIs } from './ticket-printer.exam.ts';

/**
 * A printer played by the test on a line in memory, which reads exactly what is written, in the pieces in which it is written:
 * for tests that try every splitting. A piece arrives after the driver has gone back to waiting.
 */
export function createMemoryBench(options: Partial<EscposPrinterOptions> = {}) {
  const clock = createBenchClock();
  let hear: (bytes: Uint8Array) => void = () => {};
  let unread: readonly number[] = [];
  const bench = {
    clock,
    asked: [] as PrinterRequest[],
    /** Tickets whose beginning, `ESC @`, was written. */
    ticketsBegun: 0,
    /** Called when the driver begins to wait for anything, so that something can come before its time is over. */
    onWait: (): void => {},
    /** Called with whatever the driver writes. */
    onWrite: (_bytes: Uint8Array): void => {},
    /** What the printer does on a request; without it, silence. */
    onRequest: (_request: PrinterRequest): void => {},
    /** Each piece is one read of the driver. */
    say(...pieces: readonly (readonly number[])[]) {
      for (const piece of pieces) queueMicrotask(() => hear(Uint8Array.from(piece)));
    },
  };
  const open: OpenTransport = async () =>
    ok({
      async write(bytes) {
        if (bytes[0] === 0x1b && bytes[1] === 0x40) bench.ticketsBegun += 1;
        bench.onWrite(bytes);
        // The zeros of a recovery, some thousand of them, ask nothing.
        if (bytes.every((byte) => byte === 0)) return ok('taken' as const);
        const { requests, rest } = requestsIn([...unread, ...bytes]);
        unread = rest;
        for (const request of requests) {
          bench.asked.push(request);
          bench.onRequest(request);
        }
        return ok('taken' as const);
      },
      onData(listener) {
        hear = listener;
        return () => {
          hear = () => {};
        };
      },
      onLost: () => () => {},
      close: async () => {},
    });
  const printer = createEscposPrinter({
    id: 'p',
    paperWidthMm: 58,
    returnChannel: true,
    open,
    clock: {
      now: clock.now,
      monotonic: clock.monotonic,
      after(ms, call) {
        bench.onWait();
        return clock.after(ms, call);
      },
    },
    random: () => 0,
    ...options,
  });
  return Object.assign(bench, {
    printer,
    close: () => clock.passUntil(printer.close(), printerDelays.closeWithinMs),
  });
}

export type MemoryBench = ReturnType<typeof createMemoryBench>;

/** All is well with it, and it knows every command. */
export function honest(bench: MemoryBench): MemoryBench['onRequest'] {
  return (request) => {
    if (request === 'queued') bench.say([0x00]);
    else if (request === 'automatic') bench.say(blocks.fine);
    else bench.say([0x12]);
  };
}

/** ASB blocks (notes §4.2). */
export const blocks = {
  fine: [0x10, 0x00, 0x00, 0x0f],
  coverOpen: [0x38, 0x00, 0x0f, 0x0f],
  paperOut: [0x18, 0x00, 0x0f, 0x0f],
  paperLow: [0x10, 0x00, 0x03, 0x0f],
  jammed: [0x18, 0x08, 0x00, 0x0f],
  offline: [0x18, 0x00, 0x00, 0x0f],
} as const;

/** An honest printer that has said that it is ready, and was told to report by itself. */
export async function readyMemoryBench(options: Partial<EscposPrinterOptions> = {}): Promise<MemoryBench> {
  const bench = createMemoryBench(options);
  bench.onRequest = honest(bench);
  await conditionIs(bench.printer, 'ready');
  await settled();
  return bench;
}

/** Lets everything happen that needs no time. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Every wait of the driver that a test with noise may have to sit out. */
export const allWaits = [
  lineDelays.answerWithinMs,
  lineDelays.quietMs,
  confirmationDelays.clearedWithinMs,
  confirmationDelays.clearedBehindRecoveryMs,
  confirmationDelays.explainAfterMs,
] as const;

export const unknownNoAnswer = { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } };
