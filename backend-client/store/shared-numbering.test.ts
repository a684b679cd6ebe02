import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { explainGaps } from '../numbering/gaps.ts';
import { citizen, createStoreBench, dayMs, numberFor, request, type StoreBench } from './store.bench.ts';

const today = '2026-11-21' as BusinessDay;
const tomorrow = '2026-11-22' as BusinessDay;

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function openShared() {
  return bench.open({ facility: { ...bench.settings.facility, numbering: { kind: 'shared', mark: 'K2' } } });
}

test('a kiosk that shares its numbers gives those of its block, and goes on under its own mark without a line', () => {
  const store = openShared();
  const added = store.addLease({ day: today, series: 'A', first: 41, last: 42 });
  const numbers = [1, 2, 3, 4].map((who) => numberFor(store, request(citizen(who))));
  const later = store.addLease({ day: today, series: 'A', first: 61, last: 62 });
  const afterwards = numberFor(store, request(citizen(5)));
  const again = numberFor(store, request(citizen(3)));
  const gaps = explainGaps(store.numberingOf(today));
  store.close();
  assert.deepEqual(
    [added, later].map((each) => each.ok && each.value),
    ['added', 'added'],
  );
  assert.deepEqual(
    { numbers, afterwards, again, gaps },
    { numbers: ['A041', 'A042', 'A-K2-01', 'A-K2-02'], afterwards: 'A061', again: '=A-K2-01', gaps: [] },
  );
});

test('a block that came is there after a crash, and its rest is void the next morning', () => {
  const before = openShared();
  before.addLease({ day: today, series: 'A', first: 41, last: 43 });
  numberFor(before, request(citizen(1)));
  before.close();
  const store = openShared();
  const second = numberFor(store, request(citizen(2)));
  bench.clock.advance(dayMs);
  const next = numberFor(store, request(citizen(1)));
  const record = store.numberingOf(today);
  store.close();
  assert.deepEqual(
    { second, next, voids: record.voids, gaps: explainGaps(record) },
    { second: 'A042', next: 'A-K2-01', voids: [{ series: 'A', sequence: 43 }], gaps: [] },
  );
});

test('a block is taken once: not over numbers that are leased, not for a day that is over, and not by a kiosk that stands alone', () => {
  const store = openShared();
  const answers = [
    { day: today, series: 'A', first: 41, last: 60 },
    { day: today, series: 'A', first: 60, last: 80 },
    { day: tomorrow, series: 'A', first: 60, last: 80 },
    { day: '2026-11-20' as BusinessDay, series: 'A', first: 1, last: 20 },
  ].map((block) => store.addLease(block));
  store.close();
  const alone = bench.open();
  answers.push(alone.addLease({ day: today, series: 'A', first: 81, last: 90 }));
  alone.close();
  assert.deepEqual(
    answers.map((answer) => answer.ok && answer.value),
    ['added', 'overlaps', 'added', 'day-over', 'not-shared'],
  );
});

test('a kiosk that does not know the day goes on behind its own numbers and never behind those of a block', () => {
  const before = openShared();
  before.addLease({ day: today, series: 'A', first: 41, last: 41 });
  const numbers = [1, 2].map((who) => numberFor(before, request(citizen(who))));
  before.close();
  bench.clock.advance(3 * dayMs);
  const store = openShared();
  numbers.push(numberFor(store, request(citizen(3))));
  store.close();
  assert.deepEqual([numbers, bench.trusts.at(-1)?.split(':')[0]], [['A041', 'A-K2-01', 'A-K2-02'], 'unconfirmed']);
});
