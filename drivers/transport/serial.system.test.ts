import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Transport } from '../contract/transport.ts';
import { openSerial } from './serial.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const settings = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

if (!hasSocat && !process.env.CI) {
  test.skip('a serial port: socat is not installed (Debian package socat)', () => {});
} else {
  describe('a serial port', () => {
    test('carries every byte both ways unchanged', async () => {
      const { kiosk, device } = await createCable();
      const every = Uint8Array.from({ length: 256 }, (_, value) => value);
      const heardByDevice = hear(device, 256);
      const heardByKiosk = hear(kiosk, 256);
      expect(await kiosk.write(every)).toEqual({ ok: true, value: 'taken' });
      expect(await device.write(every)).toEqual({ ok: true, value: 'taken' });
      expect([await heardByDevice, await heardByKiosk]).toEqual([[...every], [...every]]);
    });

    test('is busy while somebody has it, and free once it was closed', async () => {
      const { path, kiosk } = await createCable();
      expect(await openSerial({ ...settings, path })()).toEqual({ ok: false, problem: { kind: 'busy' } });
      await kiosk.close();
      expect(await open(path)).toBeDefined();
    });

    test('is lost when the adapter is pulled, also to a write and to whoever asks late', async () => {
      const { kiosk, pull } = await createCable();
      const lost = new Promise((resolve) => kiosk.onLost(resolve));
      pull();
      expect(await lost).toEqual({ kind: 'lost' });
      expect(await new Promise((resolve) => kiosk.onLost(resolve))).toEqual({ kind: 'lost' });
      expect(await kiosk.write(Uint8Array.of(1))).toEqual({ ok: false, problem: { kind: 'lost' } });
      await kiosk.close();
    });

    test('a write that nobody takes ends as lost when the kiosk closes', async () => {
      const { kiosk } = await createCable({ stuck: true });
      const written = kiosk.write(new Uint8Array(1024 * 1024));
      await kiosk.close();
      expect(await written).toEqual({ ok: false, problem: { kind: 'lost' } });
    });
  });
}

test('a port that is not there is not found, and neither is a file that is no port', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-serial-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'file'), '');
  for (const name of ['nothing', 'file']) {
    const opened = await openSerial({ ...settings, path: join(directory, name) })();
    expect(opened).toEqual({ ok: false, problem: { kind: 'not-found' } });
  }
});

/** Two pseudo-terminals joined by socat, both opened; a stuck one has a stopped socat between them. */
async function createCable({ stuck = false } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-serial-'));
  const [path, devicePath] = [join(directory, 'kiosk'), join(directory, 'device')];
  const socat = spawn('socat', ['-d', '-d', ...[path, devicePath].map((link) => `pty,raw,echo=0,link=${link}`)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise((resolve) => socat.on('exit', resolve));
  cleanUps.push(async () => {
    socat.kill('SIGKILL');
    await gone;
    await rm(directory, { recursive: true });
  });
  let said = '';
  for await (const text of socat.stderr.setEncoding('utf8')) {
    said += text;
    if (said.includes('starting data transfer loop')) break;
  }
  const cable = { path, kiosk: await open(path), device: await open(devicePath), pull: () => socat.kill() };
  if (stuck) socat.kill('SIGSTOP');
  return cable;
}

async function open(path: string): Promise<Transport> {
  const opened = await openSerial({ ...settings, path })();
  if (!opened.ok) throw new Error(`The port did not open: ${opened.problem.kind}`);
  cleanUps.push(() => opened.value.close());
  return opened.value;
}

function hear(transport: Transport, count: number): Promise<number[]> {
  const heard: number[] = [];
  return new Promise((resolve) => {
    transport.onData((bytes) => {
      heard.push(...bytes);
      if (heard.length >= count) resolve(heard);
    });
  });
}
