import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { holidayTable, publicHolidays, tablePath } from './vietnam-holidays.ts';

test('the table of holidays is what date-holidays says', () => {
  assert.equal(readFileSync(tablePath, 'utf8'), holidayTable(), 'run node scripts/vietnam-holidays.ts');
});

test('Tết 2026 lasts from the last day of the old year to the fourth of the new one', () => {
  const days = ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'];
  assert.ok(days.every((day) => publicHolidays(2026).includes(day)));
});
