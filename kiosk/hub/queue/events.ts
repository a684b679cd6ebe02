import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Caller, CallReason, CounterId, Entry, Lane, ParkReason, QueueNumber, WithdrawReason } from './entry.ts';

/**
 * What has happened, never what was wanted: `apply` makes the same day of the same events, on every machine and after every restart, and
 * looks at no clock and no settings.
 */
export type QueueEvent =
  /**
   * The first of a day. Everybody of the days before who is not done with, as they stood; who sits where; blocks of the day before and of
   * this one, which kiosks may have asked for ahead; and how far each series of them was given.
   */
  | {
      readonly kind: 'day-begun';
      readonly day: BusinessDay;
      readonly carried: readonly Entry[];
      readonly counters: readonly SeatedCounter[];
      readonly runs: readonly CarriedRun[];
      /** Of the day before; the first of a log is its own. */
      readonly ledger: string | undefined;
      readonly lostBefore: number | undefined;
      readonly gapUntil: BusinessDay | undefined;
      readonly recovery: { readonly begunAt: number; readonly reported: readonly string[] } | undefined;
    }
  | { readonly kind: 'entered'; readonly entry: Entry }
  /** Also of a visit of which the hub hears later; then it is the priority lane. */
  | { readonly kind: 'lane-changed'; readonly visitId: VisitId; readonly lane: Lane; readonly isToBeConfirmed: boolean }
  | {
      readonly kind: 'number-changed';
      readonly visitId: VisitId;
      readonly day: BusinessDay;
      readonly givenAt: number;
      readonly number: QueueNumber;
      readonly serviceCode: string;
      readonly lane: Lane;
      readonly place: number;
    }
  | { readonly kind: 'withdrawn'; readonly visitId: VisitId; readonly reason: WithdrawReason }
  | {
      readonly kind: 'leased';
      /** `undefined`: the hub itself, for a number that staff give. */
      readonly kioskId: string | undefined;
      readonly day: BusinessDay;
      readonly series: string;
      readonly first: number;
      readonly last: number;
      /** A kiosk has told that it holds them; the hub did not know. */
      readonly isReported: boolean;
      /** Numbers before it were left out, because some that nobody told of may have been given. */
      readonly isBehindGap: boolean;
    }
  | {
      readonly kind: 'numbers-voided';
      readonly kioskId: string;
      readonly day: BusinessDay;
      readonly series: string;
      readonly first: number;
      readonly last: number;
    }
  | { readonly kind: 'recovery-begun' }
  /** `by` nobody: every kiosk has told what it holds. Ended by a person before that, each series goes on behind a gap. */
  | { readonly kind: 'recovery-ended'; readonly by: Caller | undefined }
  | { readonly kind: 'leases-reported'; readonly kioskId: string }
  | { readonly kind: 'sat-down'; readonly counter: CounterId; readonly by: Caller }
  | { readonly kind: 'left-counter'; readonly counter: CounterId; readonly forcedBy: Caller | undefined }
  | { readonly kind: 'paused'; readonly counter: CounterId }
  | { readonly kind: 'resumed'; readonly counter: CounterId }
  | {
      readonly kind: 'called';
      readonly visitId: VisitId;
      readonly counter: CounterId;
      readonly by: Caller;
      readonly how: CallHow;
    }
  | { readonly kind: 'recalled'; readonly visitId: VisitId; readonly counter: CounterId }
  | { readonly kind: 'finished'; readonly visitId: VisitId; readonly counter: CounterId }
  | { readonly kind: 'was-absent'; readonly visitId: VisitId; readonly counter: CounterId }
  | {
      readonly kind: 'returned';
      readonly visitId: VisitId;
      readonly counter: CounterId;
      readonly place: number;
      readonly notBefore: number;
    }
  | { readonly kind: 'parked'; readonly visitId: VisitId; readonly counter: CounterId; readonly reason: ParkReason }
  | {
      readonly kind: 'transferred';
      readonly visitId: VisitId;
      readonly counter: CounterId;
      readonly serviceCode: string;
      readonly wanted: Entry['wanted'];
      readonly place: number;
    }
  /** Takes back the last act of this counter: `before` is what it had changed, as it stood. A number that it gave is withdrawn. */
  | {
      readonly kind: 'undone';
      readonly counter: CounterId;
      readonly undoes: ActId;
      readonly before: readonly Entry[];
    }
  /** To a chair where readings are taken; the place in the line stays. */
  | { readonly kind: 'invited'; readonly visitId: VisitId; readonly counter: CounterId; readonly until: number }
  | { readonly kind: 'took-chair'; readonly visitId: VisitId; readonly counter: CounterId; readonly until: number }
  /** By whichever kiosk; whoever sits at a chair may go on. */
  | { readonly kind: 'was-measured'; readonly visitId: VisitId }
  /** Did not come, or has got up. `put-off`: somebody else has sat down meanwhile; they are asked again. */
  | { readonly kind: 'left-chair'; readonly visitId: VisitId; readonly as: 'done' | 'put-off' }
  | {
      readonly kind: 'sorted';
      readonly visitId: VisitId;
      readonly as: 'waits' | 'was-served' | 'is-gone';
      readonly place: number;
    }
  | {
      readonly kind: 'day-closed';
      readonly day: BusinessDay;
      readonly by: Caller;
      readonly visitIds: readonly VisitId[];
    };

/** `share`: whose turn it was spent on; `none` for an emergency, and for whoever was called before and came back. */
export type CallHow =
  | { readonly in: 'turn'; readonly share: TurnShare }
  | { readonly in: 'turn-of-other'; readonly reason: CallReason }
  | { readonly in: 'no-turn' };

export type TurnShare = 'priority' | 'ordinary' | 'none';

export interface SeatedCounter {
  readonly counter: CounterId;
  readonly by: Caller | undefined;
  readonly isPaused: boolean;
}

/** How far a series of a day is given; see `NumberRun`. */
export interface CarriedRun {
  readonly day: BusinessDay;
  readonly series: string;
  readonly highest: number;
  readonly isBehindGap: boolean;
  readonly leases: readonly { readonly kioskId: string; readonly first: number; readonly last: number }[];
}

export type EventKind = QueueEvent['kind'];

/** One line of the log. */
export interface LoggedEvent {
  /** The log that it stands in: the day on which it happened. */
  readonly day: BusinessDay;
  /** From 0, without a gap. */
  readonly position: number;
  readonly actId: ActId;
  /** Epoch ms, the hub's clock; never earlier than the event before. */
  readonly at: number;
  readonly event: QueueEvent;
}
