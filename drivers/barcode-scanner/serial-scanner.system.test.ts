import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openSerial } from '../transport/serial.ts';
import { barcodeScannerExam, countReadBytes, type ScannerBench } from './barcode-scanner.exam.ts';
import { startSimulatedScanner } from './serial-scanner.simulator.ts';
import { createSerialScanner } from './serial-scanner.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;

if (hasSocat || process.env.CI) {
  barcodeScannerExam('a serial port', createSerialBench);
} else {
  test.skip('a scanner over a serial port: socat is not installed (Debian package socat)', () => {});
}

/** The simulated scanner's bytes go through socat into a pseudo-terminal, which the driver opens as its serial port. */
async function createSerialBench(): Promise<ScannerBench> {
  const simulator = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-scanner-'));
  const path = join(directory, 'scanner');
  let cable = await plugInCable(path, simulator.wirePort);
  const clock = createHandCrankedClock();
  const open = openSerial({ path, baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 });
  const line = countReadBytes(open);
  const scanner = createSerialScanner({ id: 'scanner', open: line.open, clock, random: () => 0 });

  return {
    scanner,
    clock,
    open,
    async send(bytes) {
      const arrived = line.further(bytes.length);
      await simulator.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
      await arrived;
    },
    async unplug() {
      const pulled = once(cable, 'exit');
      await simulator.act({ do: 'unplug' });
      await pulled;
    },
    async plugIn() {
      await simulator.act({ do: 'plug-in' });
      cable = await plugInCable(path, simulator.wirePort);
    },
    async close() {
      await scanner.close();
      const pulled = cable.exitCode === null && cable.signalCode === null ? once(cable, 'exit') : undefined;
      cable.kill();
      await pulled;
      await simulator.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Resolves when the pseudo-terminal is there and joined to the simulator; socat says so on stderr. */
async function plugInCable(path: string, wirePort: number): Promise<ChildProcess> {
  const cable = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${wirePort}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const text of cable.stderr.setEncoding('utf8')) {
    said += text;
    if (said.includes('starting data transfer loop')) break;
  }
  await stat(path);
  return cable;
}
