import type { BirthDate } from '../contract/identity.ts';

/**
 * A date of birth as cards write it: `ddMMyyyy`, `d/M/yyyy`, with the month only (`MMyyyy`, `M/yyyy`) or the year only.
 * A day that the calendar does not have is no date of birth.
 */
export function birthFromCard(text: string): BirthDate | undefined {
  const date = dayFromCard(text);
  if (date) return { precision: 'day', date };
  const [, month, yearOfMonth] = /^(\d{2}|\d{1,2}\/)(\d{4})$/.exec(text) ?? [];
  if (month !== undefined && yearOfMonth !== undefined) {
    const first = isoDay(yearOfMonth, month.replace('/', ''), '1');
    return first ? { precision: 'month', month: first.slice(0, 7) } : undefined;
  }
  return /^\d{4}$/.test(text) && isoDay(text, '1', '1') ? { precision: 'year', year: Number(text) } : undefined;
}

/** `ddMMyyyy` or `d/M/yyyy` → `yyyy-mm-dd`; `undefined` for anything else and for days that the calendar does not have. */
export function dayFromCard(text: string): string | undefined {
  const [, day, month, year] =
    /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return day !== undefined && month !== undefined && year !== undefined ? isoDay(year, month, day) : undefined;
}

function isoDay(year: string, month: string, day: string): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  // `Date` carries 31 April over to 1 May instead of refusing it.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return exists && year >= '1900' && year < '2200' ? iso : undefined;
}
