import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { hl7Timestamp } from './timestamp.ts';

test('a moment reads as the clock on the wall shows it, also across the changes between summer and winter', () => {
  const zones = fc.constantFrom('Asia/Ho_Chi_Minh', 'America/St_Johns', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC');
  // A few moments around each other, as a queue of patients is.
  const moments = fc
    .tuple(fc.integer({ min: Date.UTC(1975), max: Date.UTC(2075) }), fc.array(fc.integer({ min: 0, max: 150_000 })))
    .map(([start, steps]) => [start, ...steps.map((step) => start + step)]);
  fc.assert(
    fc.property(zones, moments, (timeZone, ats) => {
      for (const at of ats) assert.equal(hl7Timestamp(at, timeZone), writtenOut(at, timeZone));
    }),
  );
  const lastSummerSecond = Date.UTC(2026, 9, 25, 1) - 1;
  assert.deepEqual(
    [lastSummerSecond, lastSummerSecond + 1].map((at) => hl7Timestamp(at, 'Europe/Berlin')),
    ['20261025025959+0200', '20261025020000+0100'],
  );
});

function writtenOut(at: number, timeZone: string): string {
  const { year, month, day, hour, minute, second, offsetMinutes } = localTimeAt(at, timeZone);
  const [away, sign] = offsetMinutes < 0 ? [-offsetMinutes, '-'] : [offsetMinutes, '+'];
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}${two(month)}${two(day)}`;
  return `${date}${two(hour)}${two(minute)}${two(second)}${sign}${two(Math.floor(away / 60))}${two(away % 60)}`;
}
