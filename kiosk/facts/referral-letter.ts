import type { ReferralLetter } from '#backend-client/contract/visit-answers.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { dayAfter, weekdayOf } from '#config/agreements/weekday.ts';
import { vietnamHolidays } from '#config/catalogues/vietnam-holidays.ts';

/**
 * How long a "phiếu chuyển cơ sở khám bệnh, chữa bệnh" counts (Circular 01/2025/TT-BYT): ten working days from the signature, one year
 * for the listed diseases, as the letter itself says. The day of the signature is not counted (Civil Code 2015, art. 147.2).
 */
const workingDays = 10;

/** The last day on which a letter that was signed on this day counts without a word about a year. */
export function lastDayOf(signedOn: BusinessDay): BusinessDay {
  let day = signedOn;
  for (let left = workingDays; left > 0; ) {
    day = dayAfter(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** What is known of a letter by the day on which it was signed alone. */
export function standingOf(signedOn: BusinessDay, today: BusinessDay): ReferralLetter['standing'] {
  if (signedOn > today) return 'not-known';
  if (today <= lastDayOf(signedOn)) return 'valid';
  // Where the table of holidays ends, there may have been more of them.
  return isInTable(signedOn) && isInTable(today) ? 'expired' : 'not-known';
}

/** The same day of the next year still counts. */
export function isWithinYear(signedOn: BusinessDay, today: BusinessDay): boolean {
  const [year, ...rest] = signedOn.split('-');
  return signedOn <= today && today <= [String(Number(year) + 1).padStart(4, '0'), ...rest].join('-');
}

function isWorkingDay(day: BusinessDay): boolean {
  return !['sat', 'sun'].includes(weekdayOf(day)) && !vietnamHolidays[yearOf(day)]?.includes(day.slice(5));
}

function isInTable(day: BusinessDay): boolean {
  return Object.hasOwn(vietnamHolidays, yearOf(day));
}

function yearOf(day: BusinessDay): number {
  return Number(day.slice(0, 4));
}

const daysShown = 15;

/** Among which patients find the day of the signature: today first. */
export function shownDays(today: BusinessDay): readonly BusinessDay[] {
  return Array.from({ length: daysShown }, (_, ago) => dayAfter(today, -ago));
}

/** The day before those that are shown: the latest on which an earlier letter can have been signed. */
export function latestEarlier(today: BusinessDay): BusinessDay {
  return dayAfter(today, -daysShown);
}
