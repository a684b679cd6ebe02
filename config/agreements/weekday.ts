import type { BusinessDay } from './ids.ts';

/** Days of the week as a site file names them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof weekdays)[number];

export function weekdayOf(day: BusinessDay): Weekday {
  return weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';
}

/** `days` may be negative. */
export function dayAfter(day: BusinessDay, days: number): BusinessDay {
  const at = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(at).toISOString().slice(0, 10) as BusinessDay;
}
