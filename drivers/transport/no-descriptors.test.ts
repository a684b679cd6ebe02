import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { listHidDevices, openHid } from './hid.ts';
import { startHidProgram } from './hid-process.ts';
import { openPcscProcess, spawnPcscProgram } from './pcsc-process.ts';
import { startedBy } from './started-by.ts';

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test('a machine that has no file descriptor left has absent devices, and the kiosk goes on', async () => {
  const command = `ulimit -n 200; exec "${process.execPath}" "${program('./scripted-without-descriptors.bench.ts')}"`;
  const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-c', command]);
  expect({ said: JSON.parse(stdout), stderr }).toEqual({
    said: {
      pcsc: 'lost',
      hid: 'not-found',
      serial: 'not-found',
      tcp: 'not-found',
      'usb-printer': 'not-found',
    },
    stderr: '',
  });
});

test('where the program of the addon cannot be started at all, its device is absent and asked for again', async () => {
  const nowhere = '/no/such/node';
  const opened = await openPcscProcess(() => spawnPcscProgram(nowhere, program('./pcsc-child.ts')))();
  if (!opened.ok) throw new Error('A process is a line until it is gone');
  expect(await new Promise((resolve) => opened.value.onLost(resolve))).toEqual({ kind: 'lost' });
  await opened.value.close();

  const clock = createHandCrankedClock();
  const start = () => startHidProgram(program('./scripted-hid-child.bench.ts'), { execPath: nowhere });
  const open = openHid({ address: { by: 'path', path: '/device' } }, clock, start);
  expect(await open()).toEqual({ ok: false, problem: { kind: 'not-found' } });
  expect(await open()).toEqual({ ok: false, problem: { kind: 'not-found' } });
  expect(await listHidDevices(clock, start)).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test('a system that throws instead of starting a process is heard, not died of', () => {
  const outOfMemory = () => {
    throw Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' });
  };
  expect(startedBy(outOfMemory)).toBeUndefined();
});
