import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Caller, CounterId, Entry, QueueNumber } from './entry.ts';
import type { CallHow } from './events.ts';

/**
 * A day as its events have made it. `apply` alone changes it, and changes it in place: whoever looks at it does so at once and keeps what
 * they need. Entries, counters and calls in it never change; they are replaced.
 */
export interface QueueDay {
  readonly day: BusinessDay;
  /** The next event's position in the log. */
  readonly next: number;
  /** Epoch ms of the last event. */
  readonly at: number;
  readonly entries: ReadonlyMap<VisitId, Entry>;
  /** Whose each number is, by `numberKey`; also those that were withdrawn, so that none is given again. */
  readonly numbers: ReadonlyMap<string, VisitId>;
  readonly counters: ReadonlyMap<CounterId, CounterState>;
  /** Visits that go before others and that no kiosk has told of yet, with whether staff are to confirm it. */
  readonly raisedAhead: ReadonlyMap<VisitId, boolean>;
  /** Who waits where, by `lineKey`. */
  readonly lines: ReadonlyMap<string, WaitingLine>;
  readonly services: ReadonlyMap<string, ServiceToday>;
  /** Of what counts in `ServiceToday.given`, how many each kiosk has told of, by `givenKey`. */
  readonly givenBy: ReadonlyMap<string, number>;
  /** By `runKey`. */
  readonly runs: ReadonlyMap<string, NumberRun>;
  /** Every call and recall of today that was not undone, in order: what boards show and speak, and counters look up. */
  readonly calls: readonly DayCall[];
  /**
   * Those of today that have done something: the same one again is answered alike from the log and does nothing. Whoever wants to know
   * whether an act was done asks `Decider.hasDone`, which knows those of the day before as well.
   */
  readonly acts: ReadonlySet<ActId>;
  /** Begun without the log of a day that had one; `reported`: the kiosks that have told their leases since. */
  readonly recovery: { readonly begunAt: number; readonly reported: ReadonlySet<string> } | undefined;
  /** Epoch ms: what was given before may have been served by a hub that has lost its log. */
  readonly lostBefore: number | undefined;
  /** Of the log that all days come from: another one is another log. `undefined` before its first event. */
  readonly ledger: string | undefined;
  /** A named person ended the recovery before all kiosks had told: up to this day each series goes on behind a gap. */
  readonly gapUntil: BusinessDay | undefined;
}

export interface CounterState {
  /** `undefined`: nobody sits there. */
  readonly by: Caller | undefined;
  readonly isPaused: boolean;
  /** Of a chair: whoever was asked there, or sits there, for as long as `ChairStanding.until` says. */
  readonly serving: VisitId | undefined;
  /** What `undo` would take back, if it is not too late. */
  readonly last: LastAct | undefined;
}

export interface LastAct {
  readonly actId: ActId;
  readonly at: number;
  readonly act: UndoableAct;
  /** `before` nothing: the act gave the number. */
  readonly changed: readonly { readonly before: Entry | undefined; readonly after: Entry }[];
}

export type UndoableAct =
  | 'call-next'
  | 'call-this'
  | 'serve-without-ticket'
  | 'recall'
  | 'finish'
  | 'absent'
  | 'park'
  | 'return'
  | 'transfer'
  | 'quick-issue';

/** Those who wait for one service, or for one counter or person alone; each list in the order of `isEarlier`. */
export interface WaitingLine {
  readonly emergency: readonly Entry[];
  readonly priority: readonly Entry[];
  readonly ordinary: readonly Entry[];
  /** Ordinary ones with an appointment, those who came back, and those at a chair: when their turn is depends on the moment. */
  readonly apart: readonly Entry[];
  /** The latest calls in turn, the latest last; enough of them to know whose turn it is. */
  readonly turns: readonly {
    readonly position: number;
    readonly actId: ActId;
    readonly share: 'priority' | 'ordinary';
  }[];
}

export interface ServiceToday {
  /** Numbers of today that were given for it: what its quota counts. */
  readonly given: number;
  /** Calls of today, recalls and undone ones not counted. */
  readonly calls: number;
}

/** The numbers of one series on one day: one run for all kiosks and the staff. */
export interface NumberRun {
  readonly day: BusinessDay;
  readonly series: string;
  /** The highest number that was leased, given or told; 0 without one. */
  readonly highest: number;
  /** A block of it left the rest of a thousand out, see `gapUntil`. */
  readonly isBehindGap: boolean;
  readonly leases: readonly HubLease[];
  readonly voided: readonly HubLease[];
  /** How many each kiosk has told of. */
  readonly given: ReadonlyMap<string, number>;
}

/** Numbers that one kiosk alone gives. Both ends belong to it. */
export interface HubLease {
  readonly kioskId: string;
  readonly first: number;
  readonly last: number;
}

/** One call or recall, as it was said then. */
export interface DayCall {
  /** Of its event in the log of `day`: no two are alike. */
  readonly day: BusinessDay;
  readonly position: number;
  readonly actId: ActId;
  /** Epoch ms. */
  readonly at: number;
  readonly visitId: VisitId;
  readonly counter: CounterId;
  readonly number: string;
  /** 1 for the first call of this visit, one more with each. */
  readonly count: number;
  /** `undefined`: a recall. Whoever was called `no-turn` stood at the counter: no board says so. `chair`: asked there to be measured. */
  readonly how: CallHow | { readonly in: 'chair' } | undefined;
}

export function numberKey(day: BusinessDay, { series, sequence }: Pick<QueueNumber, 'series' | 'sequence'>): string {
  return `${day}/${series}/${sequence}`;
}

export function runKey(day: BusinessDay, series: string): string {
  return `${day}/${series}`;
}

export function givenKey(serviceCode: string, kioskId: string): string {
  return `${serviceCode}/${kioskId}`;
}

/** Where an entry waits: where it was sent to, else with its service. */
export function lineKey({ wanted, serviceCode }: Pick<Entry, 'wanted' | 'serviceCode'>): string {
  if (wanted?.counter !== undefined) return `counter/${wanted.counter}`;
  if (wanted?.person !== undefined) return `person/${wanted.person}`;
  return `service/${serviceCode}`;
}

export function isOver({ state }: Pick<Entry, 'state'>): boolean {
  return state.is === 'finished' || state.is === 'withdrawn' || state.is === 'closed';
}

/**
 * From when it counts as waiting, epoch ms: when its kiosk gave it, also where the hub heard of it later. A clock that runs ahead gains
 * nothing by it, and one that lies far behind no more than half a day.
 */
export function arrivalOf({ givenAt, heardAt }: Pick<Entry, 'givenAt' | 'heardAt'>): number {
  return Math.max(heardAt - 12 * 3_600_000, Math.min(givenAt, heardAt));
}
