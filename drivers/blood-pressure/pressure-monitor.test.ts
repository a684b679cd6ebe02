import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { problem } from '#config/agreements/result.ts';
import { monitorNames } from '#config/settings/device-settings.ts';
import type { PressureEvent } from '../contract/blood-pressure-monitor.ts';
import { linesToTry } from '../discovery/lines-to-try.ts';
import { measuringDelays } from '../measuring/measuring-device.ts';
import { createMemoryWire } from '../transport/memory-wire.bench.ts';
import { begun, pass, told, until } from './blood-pressure-monitor.exam.ts';
import { createMemoryBench } from './memory-monitor.bench.ts';
import { monitors } from './monitors.ts';
import { createMonitor } from './open-monitor.ts';

const absent = { type: 'failed', reason: 'absent', advice: 'call-staff', deviceError: undefined };
const stopped = { type: 'failed', reason: 'stopped', advice: 'none', deviceError: undefined };
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test('a second patient beside the first is a bug', async () => {
  const bench = createMemoryBench('and-tm2657');
  begun(bench);
  expect(() => bench.monitor.measure(() => {})).toThrow('one patient at a time');
  await bench.close();
});

test('a listener may open the next measurement from inside the end of the last one', async () => {
  const bench = createMemoryBench('and-tm2657');
  const ends: string[] = [];
  bench.monitor.measure(function hear(event: PressureEvent) {
    if (event.type === 'result' && ends.push('result') < 3) bench.monitor.measure(hear);
  });
  await until(bench, () => ends.length === 3);
  await bench.close();
});

test('a listener may stop from inside an event, and the next measurement begins when the cuff is empty', async () => {
  const bench = createMemoryBench('and-tm2657');
  const events: PressureEvent[] = [];
  const measurement = bench.monitor.measure((event) => {
    events.push(event);
    if (event.type === 'measuring') void measurement.stop();
  });
  await until(bench, () => events.length === 2);
  const next = begun(bench);
  expect(told(events)).toEqual(['measuring', stopped]);
  await until(bench, () => next.events.length === 2);
  expect(next.events.at(-1)?.type).toBe('result');
  await bench.close();
});

test('stopping one measurement twice, or after its end, leaves the next one alone', async () => {
  const bench = createMemoryBench('and-tm2657');
  const first = begun(bench);
  await until(bench, () => first.events.length === 2);
  const second = begun(bench);
  await first.measurement.stop();
  await until(bench, () => second.events.length === 2);
  expect([first, second].map(({ events }) => events.at(-1)?.type)).toEqual(['result', 'result']);
  await bench.close();
});

test('without a line a measurement ends at once; at the very start it waits a moment for it', async () => {
  const clock = createHandCrankedClock();
  const open = async () => problem({ kind: 'not-found' as const });
  const monitor = createMonitor('and-tm2657', { id: 'cuff', open, clock, random: () => 0 });
  const early: PressureEvent[] = [];
  monitor.measure((event) => early.push(event));
  await settled();
  expect(told(early)).toEqual([absent]);
  const late: PressureEvent[] = [];
  monitor.measure((event) => late.push(event));
  await settled();
  expect(told(late)).toEqual([absent]);
  await monitor.close();

  const never = createMonitor('and-tm2657', {
    id: 'cuff',
    open: () => new Promise(() => {}),
    clock,
    random: () => 0,
  });
  const waiting: PressureEvent[] = [];
  never.measure((event) => waiting.push(event));
  clock.advance(measuringDelays.lineWithinMs - 1);
  expect(waiting).toEqual([]);
  clock.advance(1);
  expect(told(waiting)).toEqual([absent]);
});

test('a line that takes no bytes does not keep the kiosk from ending', async () => {
  const wire = createMemoryWire(() => {});
  const clock = createHandCrankedClock();
  const open = async () => {
    const opened = await wire.open();
    return opened.ok ? { ...opened, value: { ...opened.value, write: () => new Promise<never>(() => {}) } } : opened;
  };
  const monitor = createMonitor('suntech-oem', { id: 'cuff', open, clock, random: () => 0 });
  await settled();
  const events: PressureEvent[] = [];
  monitor.measure((event) => events.push(event));
  const closed = monitor.close();
  await settled();
  clock.advance(measuringDelays.closeWithinMs);
  await closed;
  expect([told(events), monitor.condition(), clock.pending()]).toEqual([[stopped], 'absent', 0]);
  monitor.measure((event) => events.push(event));
  await settled();
  expect(told(events).at(-1)).toEqual(absent);
});

test.each(monitorNames)(
  '72 times unplugged and plugged in again leave no timer and no listener of a %s behind',
  async (driver) => {
    const bench = createMemoryBench(driver);
    await pass(bench, 1_000);
    await pass(bench, 6_000);
    const before = { timers: bench.clock.pending(), listening: bench.wire.listening() };
    for (let round = 0; round < 72; round++) {
      bench.wire.cut();
      expect(bench.monitor.condition()).toBe('absent');
      await until(bench, () => bench.monitor.condition() === 'ready');
    }
    await pass(bench, 6_000);
    const after = { timers: bench.clock.pending(), listening: bench.wire.listening() };
    expect([after, bench.wire.opened()]).toEqual([before, 73]);
    await bench.close();
    expect([bench.clock.pending(), bench.wire.listening()[1]]).toEqual([0, 0]);
  },
);

test('a serial line is tried as the site file says, then as such devices are found', () => {
  const serial = { kind: 'serial', path: '/dev/ttyUSB0', dataBits: 8, parity: 'none', stopBits: 1 } as const;
  const settings = linesToTry({ ...serial, baudRate: 9_600 }, monitors['and-tm2657'].foundWith);
  expect(settings.map((each) => each.kind === 'serial' && each.baudRate)).toEqual([9_600, 2_400]);
  const omron = linesToTry({ ...serial, baudRate: 2_400, parity: 'even' }, monitors['omron-hbp9020'].foundWith);
  expect(omron.map((each) => each.kind === 'serial' && each.stopBits)).toEqual([1, 2]);
  const tcp = { kind: 'tcp', host: '127.0.0.1', port: 4001 } as const;
  expect(linesToTry(tcp, monitors['and-tm2657'].foundWith)).toEqual([tcp]);
});
