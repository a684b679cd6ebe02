import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openSerial } from '../transport/serial.ts';
import { bloodPressureMonitorExam, type PressureBench } from './blood-pressure-monitor.exam.ts';
import { createMonitor, type PressureDriver, pressureDrivers } from './open-monitor.ts';
import { startSimulatedMonitor } from './pressure-monitor.simulator.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;

if (hasSocat || process.env.CI) {
  for (const driver of pressureDrivers) {
    bloodPressureMonitorExam(driver, 'a serial port', () => createSerialBench(driver));
  }
} else {
  test.skip('monitors over a serial port: socat is not installed (Debian package socat)', () => {});
}

/** The simulated device's bytes go through socat into a pseudo-terminal, which the driver opens as its serial port. */
async function createSerialBench(driver: PressureDriver): Promise<PressureBench> {
  const clock = createHandCrankedClock();
  const simulator = await startSimulatedMonitor({ driver, wirePort: 0, controlPort: 0, measuringMs: 600, clock });
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-cuff-'));
  const path = join(directory, 'cuff');
  let cable = await plugInCable(path, simulator.wirePort);
  const open = openSerial({ path, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 });
  const monitor = createMonitor(driver, { id: 'cuff', open, clock, random: () => 0 });

  return {
    monitor,
    clock,
    // socat is a process of its own: a byte's way through it takes real time, which time-outs must not overtake.
    stepMs: 4,
    turn: () => new Promise((resolve) => setTimeout(resolve, 1)),
    open,
    state: simulator.state,
    act: simulator.act,
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
      await monitor.close();
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
