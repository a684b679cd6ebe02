import type { Weekday } from '#config/agreements/weekday.ts';

/** Why a card cannot be chosen now: when it opens again, and where else patients may go. */
export interface NotOpenOnScreen {
  readonly is: 'closed' | 'full';
  /** `undefined`: it is full today, or opens no more within two weeks. */
  readonly opens: OpensOnScreen | undefined;
  /** A service that is open now; `Khám Nội 2`. */
  readonly otherwise: string | undefined;
}

export interface OpensOnScreen {
  readonly on: 'today' | 'tomorrow' | 'later';
  /** `13:30` */
  readonly time: string;
  readonly weekday: Weekday;
  /** `02/12` */
  readonly date: string;
}
