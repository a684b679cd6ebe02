import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import { createSerialScanner } from '#drivers/barcode-scanner/serial-scanner.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { createMemoryWire } from '#drivers/transport/memory-wire.bench.ts';
import { tapLine } from '#drivers/transport/tap-line.ts';
import type { TestEnd } from '#kiosk/bridge/console/devices-words.ts';
import { createDeviceLines } from '../../device-lines/device-lines.ts';
import { abandonedAfterMs, type Bench, createBench } from './bench.ts';
import { readDraft } from './draft.ts';
import { testCode } from './test-code.ts';
import { beginProbeTest, canProbe } from './tests/probe-test.ts';
import { wire } from './whole-host.bench.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function settingsOf(entry: Record<string, unknown>): DeviceSettings {
  const read = readDraft(entry);
  assert.ok(read.ok);
  return read.value;
}

function benchOf(own: readonly DeviceSettings[]) {
  const clock = createHandCrankedClock(1_800_000_000_000);
  const lines = createDeviceLines(clock);
  const bench = createBench({
    ...{ clock, lines, randomBytes, random: Math.random },
    timeZone: () => 'Asia/Ho_Chi_Minh',
    own: () => own,
    isServing: () => false,
    worksForMs: () => 0,
  });
  cleanUps.push(() => bench.close());
  return { clock, lines, bench };
}

async function monitorSettings(driver: 'and-tm2657' | 'omron-hbp9030') {
  const monitor = await startSimulatedMonitor({ driver, measuringMs: 60_000, wirePort: 0, controlPort: 0 });
  cleanUps.push(() => monitor.close());
  const transport = wire(monitor.wirePort);
  return { monitor, settings: settingsOf({ id: 'bp', kind: 'blood-pressure-monitor', driver, transport }) };
}

/** Sockets have their own time; an attempt that failed is made again when ours goes on. */
async function reached(bench: Bench, clock: ReturnType<typeof createHandCrankedClock>): Promise<void> {
  for (let looks = 0; looks < 2_000 && bench.state()?.device.condition !== 'ready'; looks += 1) {
    if (bench.state()?.device.condition === 'absent') clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual([bench.state()?.device.condition, bench.state()?.device.whyAbsent], ['ready', undefined]);
}

test('a bench that nobody looks at lets go of the device by itself, and the kiosk has it again', async () => {
  const { settings } = await monitorSettings('omron-hbp9030');
  const { clock, lines, bench } = benchOf([settings]);
  assert.ok((await bench.open(settings, { do: 'check', id: 'bp' }, 'Minh')).ok);
  assert.equal(lines.isLent('bp'), true);
  clock.advance(abandonedAfterMs - 1);
  assert.equal(bench.state()?.by, 'Minh', 'a look keeps it');
  clock.advance(abandonedAfterMs - 1);
  assert.ok(bench.opened());
  clock.advance(1);
  assert.equal(bench.opened(), undefined);
  await bench.close();
  for (let looks = 0; looks < 400 && lines.isLent('bp'); looks += 1)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(lines.isLent('bp'), false);
});

test('a cuff that was left working on the bench is given back only when its record can no longer come (law 11)', async () => {
  const { monitor, settings } = await monitorSettings('omron-hbp9030');
  const { clock, lines, bench } = benchOf([settings]);
  assert.ok((await bench.open(settings, { do: 'check', id: 'bp' }, 'Minh')).ok);
  await reached(bench, clock);
  assert.ok(bench.test({ test: 'measure' }).ok);
  clock.advance(1_000);
  await monitor.act({ do: 'press-start' });
  assert.equal(await bench.close(), true);
  assert.equal(lines.isLent('bp'), true, 'it may still send the record of this test');
  clock.advance(15 * 60_000);
  assert.equal(lines.isLent('bp'), false);
});

test("a scanner's speed is found by the test code, each try is told, and whoever stops it has the port at once", async () => {
  const clock = createHandCrankedClock(1_800_000_000_000);
  const transport = { kind: 'serial', path: '/dev/ttyS9', baudRate: 4_800 };
  const settings = settingsOf({ kind: 'barcode-scanner', driver: 'serial', transport });
  assert.ok(canProbe(settings));
  const opened: number[] = [];
  const wires = new Map<number, ReturnType<typeof createMemoryWire>>();
  const ends: TestEnd[] = [];
  const found: number[] = [];
  const probe = () =>
    beginProbeTest(settings, {
      ...{ clock, randomBytes, timeZone: 'Asia/Ho_Chi_Minh' },
      onPass: () => {},
      onEnd: (end) => ends.push(end),
      onFound: (tried) => found.push(tried.transport.baudRate),
      async open(tried) {
        const { baudRate } = tried.transport;
        const line = createMemoryWire(() => {});
        wires.set(baudRate, line);
        opened.push(baudRate);
        const listeners = new Set<(bytes: Uint8Array) => void>();
        const tap = tapLine(line.open, { heard: (_, bytes) => listeners.forEach((listener) => void listener(bytes)) });
        const device = createSerialScanner({ id: 'scanner', open: tap, clock, random: Math.random });
        return {
          device,
          hear(listener) {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
          close: () => device.close(),
        };
      },
    });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const running = probe();
  await settle();
  wires.get(4_800)?.deliver(Uint8Array.of(0xff, 0x80, 0xfe, 0x00, 0xf0));
  clock.advance(500);
  await settle();
  wires.get(9_600)?.deliver(new TextEncoder().encode(`${testCode}\r`));
  clock.advance(500);
  await settle();
  const state = running.state();
  assert.ok(state.test === 'probe-line');
  assert.deepEqual(
    state.tries.slice(0, 3).map(({ line, stands }) => `${line} ${stands}`),
    ['4800 8N1 not-understood', '9600 8N1 understood', '115200 8N1 to-come'],
  );
  assert.deepEqual([ends, found, opened], [['well'], [9_600], [4_800, 9_600]]);

  const second = probe();
  await settle();
  second.stop();
  await second.letGo?.();
  assert.deepEqual(
    [ends, opened],
    [
      ['well', 'stopped'],
      [4_800, 9_600, 4_800],
    ],
  );
});
