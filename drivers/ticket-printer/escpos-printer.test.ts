import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openTcp } from '../transport/tcp.ts';
import { createBenchClock } from './clock.bench.ts';
import { lineDelays } from './escpos-line.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { confirmationDelays } from './print-confirmation.ts';
import { type PrinterBench, type Reads, ticketPrinterExam } from './ticket-printer.exam.ts';

/** The shortest wait before a line is opened again, which is the one a random source of 0 chooses. */
const reconnectMs = 20;

for (const paperWidthMm of [80, 58] as const) {
  ticketPrinterExam(`ESC/POS printer, ${paperWidthMm} mm, over TCP`, (reads) =>
    createSimulatorBench(paperWidthMm, 'epson', reads),
  );
}
ticketPrinterExam('Custom kiosk printer with its presenter, 80 mm, over TCP', (reads) =>
  createSimulatorBench(80, 'custom-kiosk', reads),
);

async function createSimulatorBench(
  paperWidthMm: 58 | 80,
  profile: 'epson' | 'custom-kiosk',
  reads: Reads = 'as-they-come',
): Promise<PrinterBench> {
  const mechanics = createHandCrankedClock();
  const clock = createBenchClock();
  let stopped = false;
  let whenMoving = () => {};
  const pace = {
    rowsPerSecond: 1_000,
    clock: {
      now: mechanics.now,
      monotonic: mechanics.monotonic,
      after(ms: number, call: () => void) {
        const callOff = mechanics.after(ms, call);
        whenMoving();
        if (!stopped) queueMicrotask(() => mechanics.advance(ms));
        return callOff;
      },
    },
  };
  const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm, profile, pace });
  const line = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
  const open = reads === 'byte-by-byte' ? byteByByte(line) : line;
  const printer = createEscposPrinter({
    id: 'printer',
    paperWidthMm,
    returnChannel: true,
    profile,
    open,
    clock,
    random: () => 0,
  });
  return {
    printer,
    act: simulator.act,
    papers: simulator.papers,
    clock,
    async printRows(rows) {
      if (rows === undefined) {
        stopped = false;
        mechanics.advance(10_000);
        return;
      }
      stopped = true;
      if (mechanics.pending() === 0) await new Promise<void>((resolve) => (whenMoving = resolve));
      mechanics.advance(rows);
    },
    delays: { ...printerDelays, ...confirmationDelays, answerWithinMs: lineDelays.answerWithinMs, reconnectMs },
    async close() {
      await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
      await simulator.close();
    },
  };
}

/** Every read of the line in pieces of one byte. */
function byteByByte(open: OpenTransport): OpenTransport {
  return async () => {
    const opened = await open();
    if (!opened.ok) return opened;
    const transport = opened.value;
    return ok({
      ...transport,
      onData: (listener) =>
        transport.onData((bytes) => {
          for (const byte of bytes) listener(Uint8Array.of(byte));
        }),
    });
  };
}
