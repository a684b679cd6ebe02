import type { Weekday } from '#config/agreements/weekday.ts';

/** When was the letter signed? Where that is too long ago for most letters: does it say that it is valid for a year? */
export type ReferralScreen =
  /** The last days, today first. */
  { readonly show: 'referral-letter'; readonly days: readonly DayOnScreen[] } | { readonly show: 'referral-year' };

export interface DayOnScreen {
  /** `2026-11-30` */
  readonly day: string;
  readonly weekday: Weekday;
  /** `30/11` */
  readonly date: string;
}

/** `signedOn`: `yyyy-mm-dd`, or `earlier` than the days that are shown. `null`: "I do not know". */
export type ReferralAnswer =
  | { readonly signedOn: string | null }
  | {
      readonly isForYear: boolean | null;
    };
