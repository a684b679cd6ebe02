import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { earlierPressures, type ToldPressure } from './earlier-pressures.ts';

const today = '2026-11-22' as BusinessDay;

function told(day: string, systolic: number, diastolic: number, isMean = false): ToldPressure {
  return { day, systolic, diastolic, isMean };
}

test('a trend has one pressure a day, the mean before a reading, the oldest first', () => {
  const all = [
    told('2026-11-22', 131, 82),
    told('2026-03-01', 148, 92),
    told('2026-03-01', 142, 88, true),
    told('2026-03-01', 139, 86),
    told('2026-01-05', 150.4, 94.6),
    told('2026-01-05', 147, 91),
  ];
  assert.deepEqual(earlierPressures(all, today), [
    { day: '2026-01-05', systolic: 147, diastolic: 91 },
    { day: '2026-03-01', systolic: 142, diastolic: 88 },
    { day: '2026-11-22', systolic: 131, diastolic: 82 },
  ]);
});

test('what is no pressure of a person, or of no day that has been, is not shown', () => {
  const strange = [
    told('2026-11-23', 131, 82),
    told('2026-02-30', 131, 82),
    told('yesterday', 131, 82),
    told('2026-11-01T08:00', 131, 82),
    told('', 131, 82),
    told('2026-11-01', 82, 131),
    told('2026-11-01', 400, 82),
    told('2026-11-01', 131, 0),
    told('2026-11-01', Number.NaN, 82),
    told('2026-11-01', Number.POSITIVE_INFINITY, 82),
  ];
  assert.deepEqual(earlierPressures(strange, today), []);
});

test('whatever a hospital tells, at most twelve days come of it, in order, none in the future', () => {
  const day = fc.oneof(
    fc
      .date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10)),
    fc.string({ maxLength: 12 }),
  );
  const pressure = fc.oneof(fc.double(), fc.integer({ min: 0, max: 400 }));
  const each = fc.record({ day, systolic: pressure, diastolic: pressure, isMean: fc.boolean() });
  fc.assert(
    fc.property(fc.array(each, { maxLength: 80 }), (all) => {
      const days = earlierPressures(all, today).map((shown) => shown.day);
      assert.ok(days.length <= 12);
      assert.deepEqual(days, [...new Set(days)].toSorted());
      assert.ok(days.every((shown) => shown <= today && all.some((one) => one.day === shown)));
    }),
  );
});
