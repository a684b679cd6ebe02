import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { openWholeHost, wire } from './whole-host.bench.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test('a device that was tried is saved as somebody would write it, the kiosk goes on with it, it is replaced and taken out', async () => {
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  const first = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const second = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  cleanUps.push(
    () => printer.close(),
    () => first.close(),
    () => second.close(),
  );
  const printerEntry = { kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) };
  const at = await openWholeHost([{ id: 'printer', ...printerEntry }]);
  cleanUps.push(() => at.close());
  const entries = () => JSON.parse(readFileSync(join(at.dataDir, 'site.json'), 'utf8')).devices;
  const scannerAt = (port: number) => ({
    kind: 'barcode-scanner',
    driver: 'serial',
    simulated: true,
    transport: wire(port),
  });

  assert.ok((await at.call('bench/open', { purpose: { do: 'add' }, settings: scannerAt(first.wirePort) })).ok);
  await at.until('bench', (now) => now?.device.condition === 'ready');
  for (const [id, kind] of [
    ['Máy quét', 'mistaken-id'],
    ['printer', 'id-taken'],
  ] as const)
    assert.deepEqual(await at.call('devices/save', { id, why: 'thử' }), { ok: false, problem: { kind } });
  assert.deepEqual(await at.call('devices/save', { id: 'scanner', why: 'Máy mới' }), { ok: true, value: undefined });
  await at.until(
    'devices',
    (now) => now?.devices.some(({ id, condition }) => id === 'scanner' && condition === 'ready') ?? false,
  );
  assert.deepEqual(entries()[1], { id: 'scanner', ...scannerAt(first.wirePort) });
  assert.deepEqual(await at.call('bench/close', {}), { ok: false, problem: { kind: 'not-open' } });

  const purpose = { do: 'replace', id: 'scanner' } as const;
  assert.deepEqual(await at.call('bench/open', { purpose, settings: printerEntry }), {
    ok: false,
    problem: { kind: 'mistaken' },
  });
  assert.ok((await at.call('bench/open', { purpose, settings: scannerAt(second.wirePort) })).ok);
  await at.until('bench', (now) => now?.device.condition === 'ready' && now.lends.includes('scanner'));
  assert.ok((await at.call('devices/save', { id: 'scanner', why: 'Máy cũ hỏng' })).ok);
  await at.until(
    'devices',
    (now) =>
      now?.devices.some(({ place, condition }) => place.endsWith(String(second.wirePort)) && condition === 'ready') ??
      false,
  );
  assert.deepEqual(entries()[1], { id: 'scanner', ...scannerAt(second.wirePort) });

  assert.ok((await at.call('devices/remove', { id: 'scanner', why: 'Không cần nữa' })).ok);
  await at.until('devices', (now) => now?.devices.length === 1);
  assert.equal(entries().length, 1);
  const log = await at.call('audit/read', {});
  assert.ok(log.ok);
  assert.deepEqual(
    log.value.entries
      .flatMap(({ act }) => (act.startsWith('device-') ? [act] : []))
      .toReversed()
      .filter((act, index, all) => act !== all[index - 1]),
    ['device-tested', 'device-added', 'device-tested', 'device-replaced', 'device-removed'],
  );
});
