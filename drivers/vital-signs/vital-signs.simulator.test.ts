import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('./vital-signs.simulator.ts', import.meta.url));

test('the program says where it is, weighs whoever steps on it, and ends on SIGTERM', async () => {
  const args = ['--device', 'health-o-meter', '--wire-port', '0', '--control-port', '0'];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  // Also when something was not as expected: a program that is left behind would keep the test run from ending.
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'close');
  const [line] = await once(child.stdout, 'data');
  const { ready, wirePort, controlPort } = JSON.parse(String(line)) as Record<string, number>;
  const url = `http://127.0.0.1:${controlPort}`;
  const state = async () => (await (await fetch(`${url}/state`)).json()) as object;
  const host = connect(Number(wirePort), '127.0.0.1');
  host.on('error', () => {});
  await once(host, 'connect');
  const act = (action: object) => fetch(`${url}/do`, { method: 'POST', body: JSON.stringify(action) });
  while (!('connections' in (await state())) || ((await state()) as { connections: number }).connections === 0);
  const heard = once(host, 'data');
  const statuses = [
    (await act({ do: 'measure', vitals: { 'body-weight': 50, 'body-height': 160 } })).status,
    (await act({ do: 'measure', vitals: { 'body-weight': 'heavy' } })).status,
  ];
  expect([ready, statuses, String((await heard)[0])]).toEqual([
    true,
    [204, 400],
    '\x1bR\x1bI1234567890\x1bW050.00\x1bH160.00\x1bT5.7\x1bB19\x1bNm\x1bE',
  ]);
  expect(await state()).toEqual({
    kind: 'vital-signs',
    device: 'health-o-meter',
    pluggedIn: true,
    connections: 1,
    silent: false,
    spoils: 'not',
    holdsFinger: false,
    takes: [
      { of: 'body-height', unit: 'cm', usual: 178.7 },
      { of: 'body-weight', unit: 'kg', usual: 90.98 },
    ],
    measured: 1,
  });
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
