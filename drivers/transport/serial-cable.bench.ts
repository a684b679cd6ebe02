import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenTransport } from '../contract/transport.ts';
import { openSerial } from './serial.ts';

/** Debian package socat. */
export const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** A simulator's bytes go through socat into a pseudo-terminal, which the driver opens as its serial port. */
export interface SerialCable {
  readonly open: OpenTransport;
  /** Resolves when it is pulled: socat ends by itself when its other side does, so the simulator is unplugged first. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

export async function plugInSerialCable(wirePort: number): Promise<SerialCable> {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-serial-'));
  const path = join(directory, 'device');
  let cable = await plugIn(path, wirePort);
  return {
    open: openSerial({ path, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 }),
    unplug: () => gone(cable),
    async plugIn() {
      cable = await plugIn(path, wirePort);
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

/** Resolves when the pseudo-terminal is there and joined to the simulator; socat says so on stderr. */
async function plugIn(path: string, wirePort: number): Promise<ChildProcess> {
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
