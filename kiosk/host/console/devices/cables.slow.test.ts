/** Somebody pulls the cable at each step of the wizard: the page says so, nothing hangs, and it goes on when the cable is back. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { TestName } from '#kiosk/bridge/console/devices-words.ts';
import { testCode } from './test-code.ts';
import { openWholeHost, showCode, type WholeHost, wire } from './whole-host.bench.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Plugged {
  readonly wirePort: number;
  act(action: { readonly do: 'unplug' } | { readonly do: 'plug-in' }): unknown;
}

const devices = {
  scanner: async () => startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
  printer: async () => startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 }),
  monitor: async () =>
    startSimulatedMonitor({ driver: 'and-tm2657', measuringMs: 60_000, wirePort: 0, controlPort: 0 }),
};

async function there<Name extends keyof typeof devices>(
  name: Name,
): Promise<Awaited<ReturnType<(typeof devices)[Name]>>> {
  const device = await devices[name]();
  cleanUps.push(() => device.close());
  return device as never;
}

async function host(has: readonly object[] = []): Promise<WholeHost> {
  const at = await openWholeHost(has);
  cleanUps.push(() => at.close());
  return at;
}

async function laid(at: WholeHost, settings: Record<string, unknown>, port: number): Promise<void> {
  assert.ok(
    (await at.call('bench/open', { purpose: { do: 'add' }, settings: { ...settings, transport: wire(port) } })).ok,
  );
}

const scannerEntry = { kind: 'barcode-scanner', driver: 'serial' };
const printerEntry = { kind: 'ticket-printer', driver: 'escpos' };
const monitorEntry = { kind: 'blood-pressure-monitor', driver: 'and-tm2657' };

describe('a cable that is pulled', () => {
  test('before the device is opened: nobody is there, and it is found as soon as it is plugged in', async () => {
    const scanner = await there('scanner');
    await scanner.act({ do: 'unplug' });
    const at = await host();
    await laid(at, scannerEntry, scanner.wirePort);
    const absent = await at.until('bench', (now) => now?.device.condition === 'absent');
    assert.equal(absent?.device.whyAbsent, 'not-found');
    assert.deepEqual(await at.call('bench/test', { test: 'scan' }), { ok: false, problem: { kind: 'not-ready' } });
    await scanner.act({ do: 'plug-in' });
    await at.until('bench', (now) => now?.device.condition === 'ready');
  });

  const during: readonly (readonly [
    string,
    keyof typeof devices,
    Record<string, unknown>,
    Exclude<TestName, 'read-card'>,
  ])[] = [
    ['while it scans', 'scanner', scannerEntry, 'scan'],
    ['while the printer is walked through', 'printer', printerEntry, 'walk'],
    ['while the cuff works', 'monitor', monitorEntry, 'measure'],
  ];
  test.each(during)('%s: the test is over as lost, and can be begun again', async (_, name, entry, wish) => {
    const device: Plugged = await there(name);
    const at = await host();
    await laid(at, entry, device.wirePort);
    await at.until('bench', (now) => now?.device.condition === 'ready');
    assert.ok((await at.call('bench/test', { test: wish })).ok);
    await at.until('bench', (now) => now?.test?.test === wish && now.test.ended === undefined);
    await device.act({ do: 'unplug' });
    const lost = await at.until('bench', (now) => now?.test?.ended !== undefined);
    assert.equal(lost?.test?.ended, 'lost');
    assert.equal(lost?.passed, false);
    await device.act({ do: 'plug-in' });
    await at.until('bench', (now) => now?.device.condition === 'ready');
    assert.ok((await at.call('bench/test', { test: wish })).ok);
    assert.ok((await at.call('bench/stop-test', {})).ok);
    await at.until('bench', (now) => now?.test?.ended !== undefined);
  });

  test('while a ticket is printed: the test is over, whatever came out', async () => {
    const printer = await there('printer');
    const at = await host();
    await laid(at, printerEntry, printer.wirePort);
    await at.until('bench', (now) => now?.device.condition === 'ready');
    const asked = at.call('bench/test', { test: 'print' });
    await printer.act({ do: 'unplug' });
    assert.equal(typeof (await asked).ok, 'boolean');
    const over = await at.until(
      'bench',
      (now) => now !== null && (now.test === undefined || now.test.ended !== undefined),
    );
    assert.ok(over?.test === undefined || ['lost', 'failed', 'well'].includes(over.test.ended ?? ''));
  });

  test('before it is given back: the bench closes at once, and the kiosk finds the device when it is plugged in', async () => {
    const scanner = await there('scanner');
    const at = await host([{ id: 'scanner', ...scannerEntry, simulated: true, transport: wire(scanner.wirePort) }]);
    await at.until('devices', (now) => now?.devices[0]?.condition === 'ready');
    assert.ok((await at.call('bench/open-own', { id: 'scanner' })).ok);
    await at.until('bench', (now) => now?.device.condition === 'ready');
    await scanner.act({ do: 'unplug' });
    await at.until('bench', (now) => now?.device.condition === 'absent');
    assert.ok((await at.call('bench/close', {})).ok);
    await at.until('devices', (now) => now?.bench === undefined && now?.devices[0]?.isLent === false);
    await scanner.act({ do: 'plug-in' });
    await at.until('devices', (now) => now?.devices[0]?.condition === 'ready');
  });

  test('while the line is recorded: what was heard until then is in the file, masked', async () => {
    const scanner = await there('scanner');
    const at = await host();
    await laid(at, scannerEntry, scanner.wirePort);
    await at.until('bench', (now) => now?.device.condition === 'ready');
    assert.ok((await at.call('devices/record', { id: 'bench', on: true })).ok);
    assert.deepEqual(await at.call('devices/record', { id: 'bench', on: true }), {
      ok: false,
      problem: { kind: 'recording-already' },
    });
    await showCode(scanner, `${testCode}\r`);
    await at.until('bench', (now) => (now?.line.figures.bytesFromDevice ?? 0) > 40);
    await scanner.act({ do: 'unplug' });
    await at.until('bench', (now) => now?.device.condition === 'absent');
    assert.ok((await at.call('devices/record', { id: 'bench', on: false })).ok);
    const file = await at.get('/device-recording/bench');
    assert.equal(file.headers.get('content-disposition'), 'attachment; filename="bench-serial.jsonl"');
    const [head, ...pieces] = (await file.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(head.settings.transport.port, 1);
    assert.equal(head.recording, 1);
    const heard = Buffer.concat(pieces.map(({ hex }) => Buffer.from(hex, 'hex'))).toString();
    assert.equal(heard.length, testCode.length + 1);
    assert.ok(!heard.includes('TIEPDON') && !heard.includes('Hường'));
  });
});
