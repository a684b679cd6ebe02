import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openTcp } from '../transport/tcp.ts';
import { lineDelays } from './escpos-line.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { createBenchClock, type PrinterBench, ticketPrinterContract } from './ticket-printer.contract.ts';
import { proofDelays } from './ticket-proof.ts';

/** The shortest wait before a line is opened again, which is the one a random source of 0 chooses. */
const reconnectMs = 20;

for (const paperWidthMm of [80, 58] as const) {
  ticketPrinterContract(`ESC/POS printer, ${paperWidthMm} mm, over TCP`, () =>
    createSimulatorBench(paperWidthMm, 'epson'),
  );
}
ticketPrinterContract('Custom kiosk printer with its presenter, 80 mm, over TCP', () =>
  createSimulatorBench(80, 'custom-kiosk'),
);

async function createSimulatorBench(paperWidthMm: 58 | 80, profile: 'epson' | 'custom-kiosk'): Promise<PrinterBench> {
  const mechanics = createHandCrankedClock();
  const clock = createBenchClock();
  let stopped = false;
  let whenMoving = () => {};
  const pace = {
    rowsPerSecond: 1_000,
    clock: {
      now: mechanics.now,
      after(ms: number, call: () => void) {
        const callOff = mechanics.after(ms, call);
        whenMoving();
        if (!stopped) queueMicrotask(() => mechanics.advance(ms));
        return callOff;
      },
    },
  };
  const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm, profile, pace });
  const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
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
    delays: { ...printerDelays, ...proofDelays, answerWithinMs: lineDelays.answerWithinMs, reconnectMs },
    async close() {
      await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
      await simulator.close();
    },
  };
}
