import type { KioskProblem } from './kiosk-problem.ts';
import type { Check } from './readiness-words.ts';

/** What the overview shows beside the topic `kiosk`. Counts, words and moments; nothing about anybody. Topic `overview`. */
export interface OverviewTopics {
  readonly overview: OverviewState;
  /** There is a site file, and no kiosk can be opened with it yet; it is tried again by itself. */
  readonly 'does-not-open': KioskProblem;
}

export interface OverviewState {
  /** The staff has taken the kiosk out of service. */
  readonly byStaff: boolean;
  readonly today: TodayOnPage;
  /** `undefined`: this kiosk has no printer. */
  readonly paper: PaperOnPage | undefined;
  /** `last-good`: the site file is broken, with so many mistakes, and the kiosk runs the last version that was good. */
  readonly siteFile: { readonly runs: 'as-written' | 'last-good'; readonly mistakes: number };
  readonly systems: readonly SystemOnPage[];
  /** Devices that work, and whose last uses (`times` in a row) all came to nothing. */
  readonly inVain: readonly DeviceInVain[];
  /** The newest self-test; `undefined`: there was none yet. */
  readonly selfTest: SelfTestOnPage | undefined;
}

/** What the kiosk itself says of it; the console has the rest. */
export type KioskOverview = Omit<OverviewState, 'selfTest'>;

export interface SelfTestOnPage {
  /** Epoch ms. */
  readonly at: number;
  readonly passed: number;
  readonly checks: number;
  /** What is to be looked at first: the first that failed, else the first with a warning. */
  readonly worst: { readonly part: Check['part']; readonly about: string | undefined } | undefined;
}

export interface DeviceInVain {
  readonly deviceId: string;
  readonly what: 'codes' | 'chips' | 'measurements';
  readonly times: number;
}

/** Of the current business day. */
export interface TodayOnPage {
  readonly visits: number;
  readonly printed: number;
  /** Sent to a printer that proved nothing. */
  readonly unproven: number;
  readonly notPrinted: number;
  /** Taken by phone; left out where nobody does. */
  readonly onPhone?: number;
  /** How many said each score of how it went, from 1 to 5; left out where nobody is asked. */
  readonly opinions?: readonly number[];
  readonly readings: number;
  /** Visits that a screening was answered for, and those of them that were sent to a room of their own. */
  readonly screened: number;
  readonly isolated: number;
}

export interface PaperOnPage {
  /** Tickets since paper was last put in; `undefined`: unknown. */
  readonly tickets: number | undefined;
  /** Tickets that are expected from the roll, by what the one before gave; `undefined`: unknown. */
  readonly left: number | undefined;
}

/** How one system of the hospital has fared since the kiosk's start. */
export interface SystemOnPage {
  readonly id: string;
  readonly accepted: number;
  readonly refused: number;
  readonly unsure: number;
  /** Attempts that were put off. */
  readonly delayed: number;
  readonly answered: number;
  /** Questions of a waiting patient that were not answered, or not usably. */
  readonly unanswered: number;
  /** Epoch ms of the last word that came from there, good or bad. */
  readonly lastAnswerAt: number | undefined;
  /** Newest first. */
  readonly latest: readonly SystemMomentOnPage[];
}

export interface SystemMomentOnPage {
  readonly at: number;
  readonly what: 'accepted' | 'refused' | 'unsure' | 'delayed' | 'answered' | 'unanswered';
  readonly reason: string | undefined;
  /** In a row, the last of them at `at`. */
  readonly times: number;
}
