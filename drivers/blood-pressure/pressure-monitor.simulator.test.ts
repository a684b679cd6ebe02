import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { monitorNames } from '#config/settings/device-settings.ts';
import type { PressureMonitorSimulatorState } from '../contract/simulator.ts';
import { dialectOf } from './monitors.exam.ts';

const program = fileURLToPath(new URL('./pressure-monitor.simulator.ts', import.meta.url));

/** Starts the program and reads its ready line. */
async function startProgram(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'close') as Promise<[number | null, string | null]>;
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('close', () => resolve(''));
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  return { child, exited, firstLine: await firstLine, complaint: () => complaint };
}

test('every driver has a simulator', () => {
  for (const driver of monitorNames) expect(dialectOf(driver)).toBeTypeOf('function');
});

test('the program measures when somebody presses its button, and ends on SIGTERM', async () => {
  const { child, exited, firstLine } = await startProgram('--driver', 'omron-hbp9030', '--measuring-ms', '20');
  const { ready, wirePort, controlPort } = JSON.parse(firstLine) as Record<string, number | boolean>;
  expect(ready).toBe(true);

  const url = `http://127.0.0.1:${controlPort}`;
  const state = async () => (await (await fetch(`${url}/state`)).json()) as PressureMonitorSimulatorState;
  const post = async (action: unknown) =>
    (await fetch(`${url}/do`, { method: 'POST', body: JSON.stringify(action) })).status;
  const host = connect(Number(wirePort), '127.0.0.1');
  host.on('error', () => {});
  while ((await state()).connections < 1);
  const heard = once(host, 'data');
  expect(await post({ do: 'set-next-result', result: 'crisis' })).toBe(204);
  expect(await post({ do: 'press-start' })).toBe(204);
  expect(String((await heard)[0])).toMatch(/^\d{4},\d\d,\d\d,\d\d,\d\d, {20},0,212,128,104,0\r\n$/);
  expect(await state()).toMatchObject({
    kind: 'blood-pressure-monitor',
    driver: 'omron-hbp9030',
    startedBy: 'button',
    cuff: 'empty',
    nextResult: 'crisis',
    resultsSent: 1,
  });
  expect(await post({ do: 'set-next-result', result: 'well' })).toBe(400);

  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('a device that is not known ends the program with one sentence', async () => {
  const { exited, firstLine, complaint } = await startProgram('--driver', 'hourglass');
  expect([firstLine, await exited]).toEqual(['', [1, null]]);
  expect(complaint()).toMatch(/^--driver is one of and-tm2657, .*\n$/);
});
