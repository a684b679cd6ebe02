import { weekdayOf } from '#config/agreements/weekday.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { shortDate } from '#kiosk/facts/opening.ts';
import { shownDays } from '#kiosk/facts/referral-letter.ts';
import type { ReferralScreen } from './words.ts';

export function referralScreen({ said, today }: Facts): ReferralScreen {
  if (said.referral !== undefined) return { show: 'referral-year' };
  const days = shownDays(today).map((day) => ({ day, weekday: weekdayOf(day), date: shortDate(day) }));
  return { show: 'referral-letter', days };
}
