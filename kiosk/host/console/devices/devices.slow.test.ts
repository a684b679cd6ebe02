import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { scanOf } from '../../bench/kiosk-bench.simulator.ts';
import { testCode } from './test-code.ts';
import { openWholeHost, showCode, type WholeHost, wire } from './whole-host.bench.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function scannerThere() {
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  cleanUps.push(() => scanner.close());
  return scanner;
}

async function printerThere() {
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  cleanUps.push(() => printer.close());
  return printer;
}

async function monitorThere() {
  const monitor = await startSimulatedMonitor({
    ...{ driver: 'and-tm2657' as const, measuringMs: 400, wirePort: 0, controlPort: 0 },
  });
  cleanUps.push(() => monitor.close());
  return monitor;
}

async function consoleWith(devices: readonly object[]): Promise<WholeHost> {
  const bench = await openWholeHost(devices);
  cleanUps.push(() => bench.close());
  return bench;
}

const scannerAt = (port: number) => ({
  ...{ id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated: true },
  transport: wire(port),
});
const monitorAt = (port: number) => ({
  ...{ id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', simulated: true },
  transport: wire(port),
});

test("a technician sees a scanner's line live, and nobody's card on it", async () => {
  const scanner = await scannerThere();
  const at = await consoleWith([scannerAt(scanner.wirePort)]);
  await at.until('device', (live) => live?.device.condition === 'ready' && live.line !== undefined, 'scanner');
  await showCode(scanner, scanOf('new-card'));
  const live = await at.until('device', (now) => (now?.line?.pieces.length ?? 0) > 0, 'scanner');
  const text = JSON.stringify(live);
  assert.ok(live?.line && live.line.figures.bytesFromDevice > 50);
  const card = Buffer.from(scanOf('new-card')).toString();
  for (const field of card.split('|').filter((each) => each.trim().length > 4))
    assert.ok(!text.includes(field.trim()), field);
  assert.ok(
    !text.includes(
      Buffer.from(card.slice(0, 12))
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1 '),
    ),
  );
  const heard = await at.until(
    'device',
    (now) => now?.events.some(({ event }) => event === 'card-read') ?? false,
    'scanner',
  );
  assert.equal(heard?.events.find(({ event }) => event === 'card-read')?.says, 'qr-cccd');
});

test('a device is tried outside of the kiosk, which lets go of it meanwhile and has it again afterwards', async () => {
  const scanner = await scannerThere();
  const at = await consoleWith([scannerAt(scanner.wirePort)]);
  await at.until('devices', (now) => now?.devices[0]?.condition === 'ready');
  assert.ok((await at.call('bench/open-own', { id: 'scanner' })).ok);
  assert.deepEqual(await at.call('bench/open-own', { id: 'scanner' }), {
    ok: false,
    problem: { kind: 'somebody-tests' },
  });
  await at.until('bench', (now) => now?.device.condition === 'ready');
  const lent = await at.until(
    'devices',
    (now) => now?.devices[0]?.isLent === true && now.devices[0].condition === 'absent',
  );
  assert.equal(lent?.bench?.purpose.do, 'check');
  assert.ok((await at.call('bench/test', { test: 'scan' })).ok);
  await showCode(scanner, `]Q1${testCode}\r\n`);
  const scanned = await at.until('bench', (now) => now?.test?.test === 'scan' && now.test.scans.length > 0);
  assert.ok(scanned?.test?.test === 'scan');
  assert.deepEqual(scanned.test.scans, [
    { kind: 'test-code', prefix: ']Q1', suffix: '', ending: 'CR LF', letters: 'whole' },
  ]);
  assert.ok((await at.call('bench/stop-test', {})).ok);
  await at.until('bench', (now) => now?.passed === true);
  assert.ok((await at.call('bench/close', {})).ok);
  await at.until('devices', (now) => now?.devices[0]?.condition === 'ready' && !now.devices[0].isLent);
});

/** Each as its maker's manual has it. */
const makers = {
  honeywell: (said: string) => (said === '\x16M\rVSUFCR.' ? 'VSUFCR\x06.' : undefined),
  newland: (said: string) => {
    const commands = /^~\x010000@(.*);\x03$/s.exec(said)?.[1]?.split(';');
    return commands && `\x02\x010000@${commands.map((each) => `${each}\x06`).join(';')};\x03`;
  },
} as const;

test.each(['honeywell', 'newland'] as const)(
  'a %s scanner without an ending is told over its line to end codes with CR, and its answer is no scan',
  async (maker) => {
    const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 }, undefined, makers[maker]);
    cleanUps.push(() => scanner.close());
    const at = await consoleWith([scannerAt(scanner.wirePort)]);
    await at.until('devices', (now) => now?.devices[0]?.condition === 'ready');
    assert.equal((await at.call('bench/set-up-scanner', { maker })).ok, false);
    assert.ok((await at.call('bench/open-own', { id: 'scanner' })).ok);
    await at.until('bench', (now) => now?.device.condition === 'ready');
    assert.ok((await at.call('bench/test', { test: 'scan' })).ok);
    const other = maker === 'honeywell' ? 'newland' : 'honeywell';
    for (const [asked, stands] of [
      [other, 'silent'],
      [maker, 'taken'],
    ] as const) {
      assert.ok((await at.call('bench/set-up-scanner', { maker: asked })).ok);
      const told = await at.until('bench', (now) => now?.test?.test === 'scan' && now.test.setUp?.stands === stands);
      assert.deepEqual(told?.test?.test === 'scan' && told.test.scans, []);
    }
    await showCode(scanner, `${testCode}\r`);
    const scanned = await at.until('bench', (now) => now?.test?.test === 'scan' && now.test.scans.length > 0);
    assert.ok(scanned?.test?.test === 'scan');
    assert.deepEqual(scanned.test.scans, [
      { kind: 'test-code', prefix: '', suffix: '', ending: 'CR', letters: 'whole' },
    ]);
  },
);

test('a printer is walked through paper, cover and cutter by its own word, and prints every Vietnamese letter', async () => {
  const printer = await printerThere();
  const at = await consoleWith([]);
  const settings = { kind: 'ticket-printer', driver: 'escpos', transport: wire(printer.wirePort) };
  assert.ok((await at.call('bench/open', { purpose: { do: 'add' }, settings })).ok);
  await at.until('bench', (now) => now?.device.condition === 'ready');
  assert.ok((await at.call('bench/test', { test: 'print' })).ok);
  const printed = await at.until('bench', (now) => now?.test?.ended !== undefined);
  assert.deepEqual(printed?.test, { test: 'print', ended: 'well', printed: 'printed' });
  assert.ok((await at.call('bench/test', { test: 'walk' })).ok);
  const stands = (step: string) =>
    at.until(
      'bench',
      (now) => now?.test?.test === 'walk' && now.test.steps.some((each) => each.step === step && each.stands === 'now'),
    );
  await stands('take-paper-out');
  await printer.act({ do: 'set-paper', paper: 'out' });
  await stands('put-paper-in');
  await printer.act({ do: 'set-paper', paper: 'ok' });
  await stands('open-cover');
  assert.ok((await at.call('bench/skip', {})).ok);
  await stands('close-cover');
  assert.ok((await at.call('bench/skip', {})).ok);
  const walked = await at.until('bench', (now) => now?.test?.ended !== undefined);
  assert.ok(walked?.test?.test === 'walk');
  assert.deepEqual(
    walked.test.steps.map((each) => each.stands),
    ['seen', 'seen', 'skipped', 'skipped', 'seen'],
  );
});

test('a cuff measures on a phantom, and nothing of it is stored', async () => {
  const monitor = await monitorThere();
  const at = await consoleWith([monitorAt(monitor.wirePort)]);
  await at.until('devices', (now) => now?.devices[0]?.condition === 'ready');
  assert.ok((await at.call('bench/open-own', { id: 'bp' })).ok);
  await at.until('bench', (now) => now?.device.condition === 'ready');
  assert.ok((await at.call('bench/test', { test: 'measure' })).ok);
  const measured = await at.until('bench', (now) => now?.test?.ended !== undefined);
  assert.ok(measured?.test?.test === 'measure');
  assert.equal(measured.test.ended, 'well');
  assert.deepEqual(
    measured.test.result?.map(({ of }) => of),
    ['systolic', 'diastolic', 'mean', 'pulse'],
  );
  const { events } = (await at.until('device', (now) => now !== null, 'bp')) ?? { events: [] };
  assert.ok(!events.some(({ event }) => event === 'reading-stored'));
});
