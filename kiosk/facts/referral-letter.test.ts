import { expect, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { isWithinYear, lastDayOf, latestEarlier, shownDays, standingOf } from './referral-letter.ts';

const day = (text: string) => text as BusinessDay;

test.each([
  // Two plain weeks; the day of the signature is not counted.
  ['2026-11-16', '2026-11-30'],
  ['2026-11-14', '2026-11-27'],
  // Over the new year, and over Tết 2026, 16 to 20 February.
  ['2026-12-28', '2027-01-12'],
  ['2026-02-09', '2026-03-02'],
  // Hùng Kings' day 2026 falls on a Sunday, so Monday is free; then 30 April and 1 May.
  ['2026-04-24', '2026-05-13'],
])('a letter signed on %s counts until %s and not a day longer', (signedOn, last) => {
  expect(lastDayOf(day(signedOn))).toBe(last);
  expect(standingOf(day(signedOn), day(last))).toBe('valid');
  expect(standingOf(day(signedOn), dayAfter(day(last), 1))).toBe('expired');
});

test('law 9: a letter of tomorrow, or of years whose holidays nobody knows, is not called expired', () => {
  expect(standingOf(day('2026-12-01'), day('2026-11-30'))).toBe('not-known');
  expect(standingOf(day('2050-01-03'), day('2050-03-01'))).toBe('not-known');
  expect(standingOf(day('2050-01-03'), day('2050-01-04'))).toBe('valid');
});

test('a year is a year to the day', () => {
  expect(isWithinYear(day('2025-11-30'), day('2026-11-30'))).toBe(true);
  expect(isWithinYear(day('2025-11-29'), day('2026-11-30'))).toBe(false);
});

test('fifteen days are shown, today first, and what is earlier begins right behind them', () => {
  const shown = shownDays(day('2026-11-30'));
  expect([shown.length, shown[0], shown.at(-1)]).toEqual([15, '2026-11-30', '2026-11-16']);
  expect(latestEarlier(day('2026-11-30'))).toBe('2026-11-15');
});
