import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openSerial } from '../transport/serial.ts';
import { createBench, examined } from './vital-signs.bench.ts';
import { vitalSignsExam } from './vital-signs.exam.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;

if (hasSocat || process.env.CI) {
  for (const driver of ['nonin-format2', 'onetouch-ultra2'] as const) {
    vitalSignsExam(`${driver} over a serial port`, {
      ...examined[driver],
      createBench() {
        const clock = createHandCrankedClock();
        return createBench(driver, clock, ({ wirePort }) => createSerialWire(wirePort));
      },
    });
  }
} else {
  test.skip('vital signs over a serial port: socat is not installed (Debian package socat)', () => {});
}

/** The simulated device's bytes go through socat into a pseudo-terminal, which the driver opens as its serial port. */
async function createSerialWire(wirePort: number) {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-vital-signs-'));
  const path = join(directory, 'device');
  let cable = await plugInCable(path, wirePort);
  return {
    open: openSerial({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 }),
    async unplug() {
      // Socat ends by itself when its other side does.
      await gone(cable);
    },
    async plugIn() {
      cable = await plugInCable(path, wirePort);
    },
    async close() {
      cable.kill();
      await gone(cable);
      await rm(directory, { recursive: true });
    },
  };
}

async function gone(cable: ChildProcess): Promise<void> {
  if (cable.exitCode === null && cable.signalCode === null) await once(cable, 'exit');
}

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
