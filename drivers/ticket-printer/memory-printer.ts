import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createEscposPrinter, type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';
import { type PrinterRequest, requestsIn } from './scripted-printer.ts';
import { createBenchClock } from './ticket-printer.contract.ts';

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
