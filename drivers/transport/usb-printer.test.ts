import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { Transport } from '../contract/transport.ts';
import { openUsbPrinter } from './usb-printer.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-usb-printer-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  return directory;
}

/** A named pipe opened for reading and writing gives back what is written, as a file of the system does. */
async function createPipe() {
  const path = join(await createDirectory(), 'lp0');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

async function openPipe(): Promise<Transport> {
  const opened = await openUsbPrinter({ path: await createPipe() }, machineClock)();
  if (!opened.ok) throw new Error(`It did not open: ${opened.problem.kind}`);
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

test('every byte goes both ways unchanged', async () => {
  const transport = await openPipe();
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  const heard = hear(transport, 256);
  expect(await transport.write(every)).toEqual({ ok: true, value: 'taken' });
  expect(await heard).toEqual([...every]);
});

test('a ticket larger than the buffer of the system is taken piece by piece', async () => {
  const transport = await openPipe();
  const ticket = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7) & 0xff);
  const written = transport.write(ticket);
  const heard = await hear(transport, ticket.length);
  expect(await written).toEqual({ ok: true, value: 'taken' });
  expect(Buffer.from(heard).equals(ticket)).toBe(true);
});

test('a write that nobody takes ends as lost when the kiosk closes', async () => {
  const transport = await openPipe();
  const written = transport.write(new Uint8Array(200_000));
  await transport.close();
  expect(await written).toEqual({ ok: false, problem: { kind: 'lost' } });
  expect(await transport.write(Uint8Array.of(1))).toEqual({ ok: false, problem: { kind: 'lost' } });
});

test('a printer that is not there is not found, and neither is a file or a folder in its place', async () => {
  const directory = await createDirectory();
  await writeFile(join(directory, 'file'), '');
  for (const path of [join(directory, 'nothing'), join(directory, 'file'), directory]) {
    expect(await openUsbPrinter({ path }, machineClock)()).toEqual({ ok: false, problem: { kind: 'not-found' } });
  }
});

test('a printer that the kiosk may not open says so', async () => {
  const path = await createPipe();
  await chmod(path, 0o000);
  // Root may open everything: for the moment of the attempt the test is nobody.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  const opened = await openUsbPrinter({ path }, machineClock)();
  if (isRoot) process.seteuid?.('root');
  expect(opened).toEqual({ ok: false, problem: { kind: 'not-allowed' } });
});
