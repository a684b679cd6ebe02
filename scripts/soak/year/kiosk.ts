import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Visitor } from './province.ts';

/** A kiosk as the year knows it: people take numbers, its outbox tells the hub. */
export interface YearKiosk {
  readonly kioskId: string;
  /** In the morning; may be in vain while the hub is away. */
  open(day: BusinessDay): Promise<void>;
  /** Somebody takes a number, whatever the hub does. */
  arrive(visitor: Visitor): void;
  /** What people do later, and what waits for the hub; resolves when it was tried. */
  goOn(): Promise<void>;
  /** What is still to come of today's patients, what was not told of them, and of yesterday's numbers. */
  left(): number;
  /** The numbers that other kiosks have given to this card, as the hub knows them; `undefined`: no answer. */
  numbersOf(visitor: Visitor): Promise<readonly string[] | undefined>;
  /** At night, when everything is told. What it says that it has done on the day. */
  close(): Promise<KioskAccount>;
}

export interface KioskAccount {
  readonly kioskId: string;
  /** The number under which each visit came, by `numberName`. */
  readonly entered: ReadonlyMap<VisitId, string>;
  /** The number that a visit has after its change of service. */
  readonly changed: ReadonlyMap<VisitId, string>;
  readonly gaveUp: ReadonlySet<VisitId>;
  readonly raised: ReadonlySet<VisitId>;
  /** Acts of which the hub was told, and did not answer; `undefined`: all that it told may be such ones. */
  readonly doubtful: ReadonlySet<string> | undefined;
  readonly tally: KioskTally;
  /** Facts that the hub refused, and what it did not know of a card; nothing of it may be. */
  readonly broken: readonly string[];
}

export interface KioskTally {
  readonly facts: number;
  readonly requests: number;
  /** Requests that were not answered well, and were sent again. */
  readonly failed: number;
  /** Numbers under the kiosk's mark: the hub was away for too long. */
  readonly underMark: number;
  /** Cards that were looked up for another kiosk's number, with an answer. */
  readonly looked: number;
}

export function numberName({ series, sequence }: { readonly series: string; readonly sequence: number }): string {
  return `${series}/${sequence}`;
}
