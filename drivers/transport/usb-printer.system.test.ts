import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { startSimulatedPrinter } from '../ticket-printer/escpos-printer.simulator.ts';
import { createEscposPrinter } from '../ticket-printer/escpos-printer.ts';
import { conditionIs, isTicketOnPaper, printed, ticketOf } from '../ticket-printer/ticket-printer.exam.ts';
import { openUsbPrinter } from './usb-printer.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

if (!hasSocat && !process.env.CI) {
  test.skip('a printer on /dev/usb/lp0: socat is not installed (Debian package socat)', () => {});
} else {
  test('a printer on a file of the system prints, is lost when it is pulled, and prints again when it is back', async () => {
    const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
    cleanUps.push(simulator.close);
    const directory = await mkdtemp(join(tmpdir(), 'tiep-don-usb-printer-'));
    cleanUps.push(() => rm(directory, { recursive: true }));
    const path = join(directory, 'lp0');
    const printer = createEscposPrinter({
      id: 'printer',
      paperWidthMm: 80,
      returnChannel: true,
      open: openUsbPrinter({ path }, machineClock),
      clock: machineClock,
      random: () => 0,
    });
    cleanUps.push(printer.close);

    for (let round = 0; round < 3; round++) {
      const cable = await plugIn(path, simulator.wirePort);
      await conditionIs(printer, 'ready');
      const ticket = ticketOf(576, 5 + round);
      expect(await printer.print(ticket)).toEqual(printed);
      expect(isTicketOnPaper(simulator.papers().at(-1), ticket)).toBe(true);
      const pulled = once(cable, 'exit');
      cable.kill();
      await pulled;
      await conditionIs(printer, 'absent');
    }
  });

  test('a pulled printer is told as lost, also to who only writes', async () => {
    const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
    cleanUps.push(simulator.close);
    const directory = await mkdtemp(join(tmpdir(), 'tiep-don-usb-printer-'));
    cleanUps.push(() => rm(directory, { recursive: true }));
    const path = join(directory, 'lp0');
    const cable = await plugIn(path, simulator.wirePort);
    const clock = createHandCrankedClock();
    const opened = await openUsbPrinter({ path }, clock)();
    if (!opened.ok) throw new Error(`It did not open: ${opened.problem.kind}`);
    cleanUps.push(() => opened.value.close());
    const pulled = once(cable, 'exit');
    cable.kill();
    await pulled;
    expect(await opened.value.write(Uint8Array.of(1))).toEqual({ ok: false, problem: { kind: 'lost' } });
    expect(await new Promise((resolve) => opened.value.onLost(resolve))).toEqual({ kind: 'lost' });
  });
}

/** A pseudo-terminal in the place of the file, joined to the simulated printer by socat. */
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
