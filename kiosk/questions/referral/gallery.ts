import type { Weekday } from '#config/agreements/weekday.ts';
import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

const weekdays: readonly Weekday[] = ['mon', 'sun', 'sat', 'fri', 'thu', 'wed', 'tue'];

/** From Monday, 30 November 2026, back. */
const days = Array.from({ length: 15 }, (_, ago) => {
  const date = String(30 - ago).padStart(2, '0');
  return { day: `2026-11-${date}`, weekday: weekdays[ago % 7] ?? 'mon', date: `${date}/11` };
});

export const referralScreens: PreparedScreens<'referral'> = [
  { name: 'referral-letter', screenIn: () => ({ show: 'referral-letter', days }) },
  { name: 'referral-year', screenIn: () => ({ show: 'referral-year' }) },
];
