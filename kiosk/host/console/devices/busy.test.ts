import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { scanOf } from '../../bench/kiosk-bench.simulator.ts';
import { openPage } from '../../bench/page-driver.ts';
import { openWholeHost, showCode, wire } from './whole-host.bench.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test('while a patient is served no device of theirs is tried or taken out; one that the kiosk does not have may be', async () => {
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const another = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  cleanUps.push(
    () => scanner.close(),
    () => another.close(),
  );
  const entry = { kind: 'barcode-scanner', driver: 'serial' };
  const at = await openWholeHost([{ id: 'scanner', ...entry, simulated: true, transport: wire(scanner.wirePort) }]);
  cleanUps.push(() => at.close());
  const page = await openPage(at.host.newLaunchUrl());
  assert.ok(page.ok);
  cleanUps.push(() => page.value.close());
  await page.value.shown(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  await showCode(scanner, scanOf('new-card'));
  await page.value.shown(({ screen }) => screen.show === 'confirm-identity');
  const busy = { ok: false, problem: { kind: 'busy-with-a-patient' } };
  assert.deepEqual(await at.call('bench/open-own', { id: 'scanner' }), busy);
  const same = { ...entry, transport: wire(scanner.wirePort) };
  assert.deepEqual(await at.call('bench/open', { purpose: { do: 'add' }, settings: same }), busy);
  const other = { ...entry, transport: wire(another.wirePort) };
  assert.ok((await at.call('bench/open', { purpose: { do: 'add' }, settings: other })).ok);
  await at.until('bench', (now) => now?.device.condition === 'ready');
  assert.ok((await at.call('bench/close', {})).ok);
  await page.value.shown(({ screen }) => screen.show === 'confirm-identity');
});

test('what cannot be done is refused by its name, and a wrong field by the field', async () => {
  const at = await openWholeHost([]);
  cleanUps.push(() => at.close());
  const notOpen = { ok: false, problem: { kind: 'not-open' } };
  assert.deepEqual(await at.call('bench/test', { test: 'scan' }), notOpen);
  assert.deepEqual(await at.call('bench/close', {}), notOpen);
  assert.deepEqual(await at.call('devices/save', { id: 'x', why: 'y' }), notOpen);
  for (const [settings, kind] of [
    [{ kind: 'barcode-scanner', driver: 'serial', transport: { kind: 'tcp', host: 'a b', port: 1 } }, 'mistaken-host'],
    [
      { kind: 'barcode-scanner', driver: 'serial', transport: { kind: 'tcp', host: 'x', port: 70_000 } },
      'mistaken-port',
    ],
    [{ kind: 'barcode-scanner', driver: 'serial', transport: { kind: 'serial', path: 'tty 1' } }, 'mistaken-path'],
    [{ kind: 'barcode-scanner', driver: 'nothing' }, 'mistaken'],
  ] as const)
    assert.deepEqual(await at.call('bench/open', { purpose: { do: 'add' }, settings }), {
      ok: false,
      problem: { kind },
    });
  const nobody = { purpose: { do: 'replace' as const, id: 'nobody' }, settings: {} };
  assert.deepEqual(await at.call('bench/open', nobody), { ok: false, problem: { kind: 'no-such-device' } });
});
