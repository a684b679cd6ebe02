import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Caller, CounterId, Entry } from './entry.ts';

/** A day as its events have made it. `apply` alone changes it. */
export interface QueueDay {
  readonly day: BusinessDay;
  /** The next event's position in the log. */
  readonly next: number;
  /** Epoch ms of the last event. */
  readonly at: number;
  readonly entries: ReadonlyMap<VisitId, Entry>;
  readonly counters: ReadonlyMap<CounterId, CounterState>;
  readonly leases: readonly HubLease[];
  /**
   * Every call and recall that happened today and was not undone, in order: what boards show and speak, and counters look up. `apply` adds
   * one with each `called` and `recalled`, and takes those of an act away with its `undone`.
   */
  readonly calls: readonly DayCall[];
  /** What each act of today was answered: the same act again is answered alike. */
  readonly acts: ReadonlyMap<ActId, readonly number[]>;
  /** Begun without the log of a day that had one; `reported`: the kiosks that have told their leases since. */
  readonly recovery: { readonly reported: ReadonlySet<string> } | undefined;
}

export interface CounterState {
  /** `undefined`: nobody sits there. */
  readonly by: Caller | undefined;
  readonly isPaused: boolean;
  readonly serving: VisitId | undefined;
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
}

/** Numbers of one series that one kiosk alone gives. Both ends belong to it. */
export interface HubLease {
  readonly kioskId: string;
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  readonly last: number;
}
