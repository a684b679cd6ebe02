import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Counters } from './counters.ts';
import type { Faults } from './faults.ts';
import type { YearKiosk } from './kiosk.ts';
import type { NumbersOfDay } from './log-account.ts';
import type { ToldTime } from './told-time.ts';
import type { YearHub } from './year-hub.ts';

export interface YearSoakPlan {
  readonly days: number;
  /** Default: as many as the province had on these days. */
  readonly visits?: number | undefined;
  /** The hospital is open on one day of so many: what a hub forgets after three months is reached in a few days. Default: 1. */
  readonly every?: number | undefined;
  /** Kiosks with their own stores and outboxes, in place of those that are the wire alone. */
  readonly withStores: boolean;
  readonly seed: number;
  /** A folder for CPU profiles of the hub. */
  readonly profiles?: string | undefined;
  readonly say: (line: string) => void;
}

/** Everything that goes on from day to day. */
export interface Run {
  readonly plan: YearSoakPlan;
  readonly random: () => number;
  readonly hub: YearHub;
  readonly time: ToldTime;
  readonly kiosks: readonly YearKiosk[];
  readonly counters: Counters;
  readonly faults: Faults;
  readonly broken: string[];
  readonly sums: { [Name in Summed]: number } & { refused: Record<string, number> };
  readonly numbers: Map<string, (NumbersOfDay | undefined)[]>;
  today: BusinessDay;
  /** What the hub had counted when the day began, or when it was started since. */
  counted: { committed: ReadonlyMap<string, number>; before: ReadonlyMap<string, number>; hasFallen: boolean };
  leftBefore: ReadonlySet<string> | undefined;
}

export const summed = [
  ...(['visits', 'calls', 'absences', 'transfers', 'lines', 'facts', 'requests'] as const),
  ...(['failedRequests', 'numbersUnderMark'] as const),
] as const;
export type Summed = (typeof summed)[number];
