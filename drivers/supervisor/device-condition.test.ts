import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import { createSerialScanner } from '../barcode-scanner/serial-scanner.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { Transport } from '../contract/transport.ts';
import { debounceDelays } from './debounce.ts';
import { createConditionReport } from './device-condition.ts';

test('a hint is told once when it begins to stand, and once when it no longer does', () => {
  const report = createConditionReport(createHandCrankedClock());
  const heard: [string, boolean][] = [];
  report.told.onHint((hint, stands) => heard.push([hint, stands]));

  report.hint('set-the-clock', true);
  report.hint('set-the-clock', true);
  report.hint('wrong-line-settings', false);
  expect(report.told.hints()).toEqual(['set-the-clock']);
  report.hint('set-the-clock', false);

  expect(heard).toEqual([
    ['set-the-clock', true],
    ['set-the-clock', false],
  ]);
  expect(report.told.hints()).toEqual([]);
});

test('a closed device has no hints, and nobody is told any more', () => {
  const report = createConditionReport(createHandCrankedClock());
  const heard: string[] = [];
  report.told.onHint((hint) => heard.push(hint));
  report.hint('set-the-clock', true);
  report.end();
  report.hint('wrong-line-settings', true);
  expect(heard).toEqual(['set-the-clock']);
  expect(report.told.hints()).toEqual([]);
});

function watched() {
  const clock = createHandCrankedClock(1_000_000);
  const report = createConditionReport(clock);
  const heard: DeviceCondition[] = [];
  report.told.onCondition((condition) => heard.push(condition));
  return { clock, report, heard };
}

test('a technician who pulls the plug and puts it back is told at once, each time', () => {
  const { clock, report, heard } = watched();
  report.change('ready');
  for (let round = 0; round < debounceDelays.freeLosses; round++) {
    report.absent('lost');
    clock.advance(200);
    report.change('ready');
  }
  expect(heard).toEqual(['ready', 'absent', 'ready', 'absent', 'ready', 'absent', 'ready', 'absent', 'ready']);
});

test('a device that comes and goes stays lost in the log, and is back once it has stood for a while', () => {
  const { clock, report, heard } = watched();
  for (let flap = 0; flap < 2_000; flap++) {
    report.change('ready');
    clock.advance(1_000);
    report.absent('lost');
    clock.advance(1_000);
  }
  expect(heard.length).toBeLessThan(14);
  expect(report.told.condition()).toBe('absent');
  const before = heard.length;
  report.change('ready');
  clock.advance(debounceDelays.longestHoldMs - 1);
  expect(heard.length).toBe(before);
  clock.advance(1);
  expect(report.told.condition()).toBe('ready');
  expect(clock.pending()).toBe(0);
});

test('a line that opens and breaks without an answer is one loss, and the trouble that stays is told', () => {
  const { clock, report, heard } = watched();
  for (let flap = 0; flap < 500; flap++) {
    report.change('no-answer');
    clock.advance(500);
    report.absent('lost');
    clock.advance(500);
  }
  expect(heard.length).toBeLessThan(14);
  report.change('no-answer');
  clock.advance(debounceDelays.longestHoldMs);
  expect(report.told.condition()).toBe('no-answer');
});

test('old losses are forgotten, and a clock that is set back makes no device look steady', () => {
  const { clock, report, heard } = watched();
  for (let flap = 0; flap < 20; flap++) {
    report.change('ready');
    report.absent('lost');
  }
  clock.advance(debounceDelays.forgetAfterMs);
  heard.length = 0;
  report.change('ready');
  expect(heard).toEqual(['ready']);
});

test('a device server that takes each connection and closes it at once is a handful of log lines a day, not 65,000', async () => {
  const clock = createHandCrankedClock();
  const brokenAtOnce = (): Transport => ({
    write: async () => ok('taken'),
    onData: () => () => {},
    onLost(listener) {
      clock.after(1, () => listener({ kind: 'lost' }));
      return () => {};
    },
    close: async () => {},
  });
  const scanner = createSerialScanner({ id: 's', clock, random: () => 0.5, open: async () => ok(brokenAtOnce()) });
  let changes = 0;
  scanner.onCondition(() => {
    changes += 1;
  });
  for (let tenth = 0; tenth < 6_000; tenth++) {
    clock.advance(100);
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }
  expect(changes).toBeLessThanOrEqual(10);
  expect(scanner.condition()).toBe('absent');
  await scanner.close();
});
