import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { ConsoleDriver } from '../../bench/console-driver.ts';
import { screen } from '../../bench/page-driver.ts';
import { createSettingsBench, type SettingsBench, setUp, wholeSite } from '../settings/settings.bench.ts';
import { wire } from './whole-host.bench.ts';

let bench: SettingsBench;
const cleanUps: (() => unknown)[] = [];
beforeEach(() => {
  bench = createSettingsBench();
  cleanUps.push(() => bench.close());
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Asked again until it is so. */
async function until(fits: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await fits()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('it never became so');
}

async function onBench(desk: ConsoleDriver, settings: Readonly<Record<string, unknown>>): Promise<void> {
  assert.equal((await desk.call('bench/open', { purpose: { do: 'add' }, settings })).status, 204);
  await until(async () => (await desk.told('bench'))?.device.condition === 'ready');
}

test('before any kiosk runs a printer and a scanner are tried, named and kept, and the first kiosk runs with them', async () => {
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  cleanUps.push(
    () => printer.close(),
    () => scanner.close(),
  );
  const entries = {
    printer: { kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) },
    scanner: { kind: 'barcode-scanner', driver: 'serial', simulated: true, transport: wire(scanner.wirePort) },
  };
  await bench.start();
  const desk = await setUp(bench);

  await onBench(desk, entries.printer);
  assert.equal((await desk.call('bench/test', { test: 'print' })).status, 204);
  await until(async () => (await desk.told('bench'))?.passed ?? false);
  assert.equal((await desk.call('devices/save', { id: 'printer', why: 'Thêm' })).status, 204);
  await onBench(desk, entries.scanner);
  const taken = await desk.call('devices/save', { id: 'printer', why: 'Thêm' });
  assert.deepEqual([taken.status, taken.body], [409, { kind: 'id-taken' }]);
  assert.equal((await desk.call('devices/save', { id: 'scanner', why: 'Thêm' })).status, 204);

  const listed = await desk.told('devices');
  assert.deepEqual(
    [listed?.hasKiosk, listed?.bench, listed?.devices.map(({ id, place }) => [id, place])],
    [
      false,
      undefined,
      [
        ['printer', `127.0.0.1:${printer.wirePort}`],
        ['scanner', `127.0.0.1:${scanner.wirePort}`],
      ],
    ],
  );
  const { body } = await desk.call('settings/open', {});
  const saved = await desk.call('settings/save', {
    text: wholeSite(String(body?.text)),
    from: String(body?.from),
    why: 'Lần đầu',
  });
  assert.equal(saved.status, 200);
  await bench.settled();
  assert.deepEqual(JSON.parse(readFileSync(bench.siteFile, 'utf8')).devices, [
    { id: 'printer', ...entries.printer },
    { id: 'scanner', ...entries.scanner },
  ]);
  await desk.until(({ devices }) => devices.length === 2 && devices.every(({ condition }) => condition === 'ready'));
  await (await bench.patientPage()).shown(screen('attract'));
});
