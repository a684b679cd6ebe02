import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openSerial } from '../transport/serial.ts';
import { openUsbPrinter } from '../transport/usb-printer.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { whiteAboveCode } from './native-qr.ts';
import { readQrOf } from './qr-on-paper.simulator.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.exam.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const wires = {
  'a serial port': (path: string) => openSerial({ path, baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 }),
  '/dev/usb/lp0': (path: string) => openUsbPrinter({ path }, machineClock),
};

if (!hasSocat && !process.env.CI) {
  test.skip('a printer on wires of the system: socat is not installed (Debian package socat)', () => {});
} else {
  test.each(Object.entries(wires))(
    'a printer on %s draws the QR itself and tells an open cover by itself',
    async (_wire, openAt) => {
      const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 58 });
      cleanUps.push(simulator.close);
      const directory = await mkdtemp(join(tmpdir(), 'tiep-don-printer-'));
      cleanUps.push(() => rm(directory, { recursive: true }));
      const path = join(directory, 'printer');
      await plugIn(path, simulator.wirePort);
      const printer = createEscposPrinter({
        id: 'printer',
        paperWidthMm: 58,
        returnChannel: true,
        qr: 'native',
        open: openAt(path),
        // The next look never comes: what changes is told by the printer, or by nobody.
        clock: {
          now: machineClock.now,
          monotonic: machineClock.monotonic,
          after: (ms, call) => (ms === printerDelays.lookAgainMs ? () => {} : machineClock.after(ms, call)),
        },
        random: () => 0,
      });
      cleanUps.push(printer.close);
      await conditionIs(printer, 'ready');

      const white = new Uint8Array((384 / 8) * whiteAboveCode(384));
      const { rows, heightDots } = ticketOf(384, 5);
      const image = {
        widthDots: 384,
        heightDots: heightDots + whiteAboveCode(384),
        rows: Buffer.concat([rows, white]),
      };
      expect(await printer.print({ ...image, codeBelow: 'TIEPDON-TEST' })).toEqual(printed);
      const [paper] = simulator.papers();
      expect(paper && readQrOf(paper)).toBe('TIEPDON-TEST');

      await simulator.act({ do: 'set-cover', cover: 'open' });
      await conditionIs(printer, 'cover-open');
      await simulator.act({ do: 'set-cover', cover: 'closed' });
      await conditionIs(printer, 'ready');
    },
  );
}

/** A pseudo-terminal in the place of the wire, joined to the simulated printer by socat. */
async function plugIn(path: string, wirePort: number): Promise<ChildProcess> {
  const cable = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${wirePort}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  cleanUps.push(() => cable.kill());
  let said = '';
  for await (const text of cable.stderr.setEncoding('utf8')) {
    said += text;
    if (said.includes('starting data transfer loop')) break;
  }
  return cable;
}
