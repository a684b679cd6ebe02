import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ScannerSimulatorState } from '../contract/simulator.ts';
import { startSimulatedScanner } from './serial-scanner.simulator.ts';

const program = fileURLToPath(new URL('./serial-scanner.simulator.ts', import.meta.url));

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

test('the program says where it is, scans a card for every host on its wire, and ends on SIGTERM', async () => {
  const { child, exited, firstLine } = await startProgram('--wire-port', '0', '--control-port', '0');
  const { ready, wirePort, controlPort } = JSON.parse(firstLine) as Record<string, number | boolean>;
  expect(ready).toBe(true);

  const url = `http://127.0.0.1:${controlPort}`;
  const state = async () => (await (await fetch(`${url}/state`)).json()) as ScannerSimulatorState;
  const hosts = [connect(Number(wirePort), '127.0.0.1'), connect(Number(wirePort), '127.0.0.1')];
  while ((await state()).connections < 2);
  const heard = hosts.map(async (host) => String((await once(host, 'data'))[0]));
  const scan = { method: 'POST', body: JSON.stringify({ do: 'scan', cardId: 'old-person' }) };
  expect((await fetch(`${url}/do`, scan)).status).toBe(204);
  for (const code of await Promise.all(heard)) expect(code).toMatch(/^027\d{9}\|.*Nguyễn Thị Ví Dụ\|.*\r$/);
  const unknown = { method: 'POST', body: JSON.stringify({ do: 'scan', cardId: 'nobody' }) };
  expect((await fetch(`${url}/do`, unknown)).status).toBe(400);

  for (const host of hosts) host.on('error', () => {});
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('a port that is taken ends the program with one sentence', async () => {
  const other = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  for (const ports of [
    ['--wire-port', String(other.wirePort)],
    ['--control-port', String(other.controlPort)],
  ]) {
    const { exited, firstLine, complaint } = await startProgram(...ports);
    expect([firstLine, await exited]).toEqual(['', [1, null]]);
    expect(complaint()).toMatch(/^Another program listens on port .*\n$/);
  }
  await other.close();
});

test('a scanner that is plugged in again is where it was', async () => {
  const simulator = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  await simulator.act({ do: 'unplug' });
  expect(simulator.state()).toMatchObject({ pluggedIn: false, connections: 0 });
  await simulator.act({ do: 'unplug' });
  await simulator.act({ do: 'plug-in' });
  await simulator.act({ do: 'plug-in' });
  const host = connect(simulator.wirePort, '127.0.0.1');
  await once(host, 'connect');
  host.destroy();
  expect(simulator.state().pluggedIn).toBe(true);
  await simulator.close();
});
