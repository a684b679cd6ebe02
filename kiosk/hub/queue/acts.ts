import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { PersonId } from '#kiosk/staff/person.ts';
import type { Caller, CallReason, CounterId, Lane, ParkReason, QueueNumber, WithdrawReason } from './entry.ts';

/** What somebody wants done. `decide` says what becomes of it. */
export type Act = KioskAct | CounterAct | StaffAct | HubAct;
export type ActKind = Act['kind'];

/** Told by a kiosk, over its outbox or with a question; `kioskId` is whose key it came with. */
export type KioskAct =
  | {
      readonly kind: 'enter';
      readonly kioskId: string;
      readonly visitId: VisitId;
      readonly day: BusinessDay;
      readonly number: QueueNumber;
      readonly serviceCode: string;
      readonly lane: Exclude<Lane, 'emergency'>;
      readonly isLaneToBeConfirmed: boolean;
      readonly givenAt: number;
      readonly appointment: { readonly from: number; readonly to: number } | undefined;
      /** Given before its kiosk had a hub. */
      readonly mayBeServed?: boolean | undefined;
    }
  /** A reading, or a ground that was told later: before the others from now on. */
  | {
      readonly kind: 'raise-lane';
      readonly kioskId: string;
      readonly visitId: VisitId;
      readonly isLaneToBeConfirmed: boolean;
    }
  /** The old number is withdrawn, the visit waits under the new one. */
  | {
      readonly kind: 'change-service';
      readonly kioskId: string;
      readonly visitId: VisitId;
      readonly day: BusinessDay;
      readonly number: QueueNumber;
      readonly serviceCode: string;
      readonly lane: Exclude<Lane, 'emergency'>;
      readonly givenAt: number;
    }
  /** Leased, and never needed. Both ends belong to it. */
  | {
      readonly kind: 'void-numbers';
      readonly kioskId: string;
      readonly day: BusinessDay;
      readonly series: string;
      readonly first: number;
      readonly last: number;
    }
  | {
      readonly kind: 'lease';
      readonly kioskId: string;
      readonly day: BusinessDay;
      readonly series: string;
      readonly count: number;
    }
  /** What this kiosk holds and has given, for a hub that lost its log. */
  | {
      readonly kind: 'report-leases';
      readonly kioskId: string;
      readonly day: BusinessDay;
      /** `isOfHub`: a hub gave it, and not the kiosk to itself. */
      readonly leases: readonly {
        readonly series: string;
        readonly first: number;
        readonly last: number;
        readonly isOfHub?: boolean | undefined;
      }[];
    }
  /** The patient does so, at a kiosk or on a phone. */
  | { readonly kind: 'give-up'; readonly kioskId: string; readonly visitId: VisitId }
  /** Nobody sits at this kiosk: whoever was there has left, and the next one may be asked to come. */
  | { readonly kind: 'chair-free'; readonly kioskId: string }
  /** Somebody sits there, asked or not. */
  | { readonly kind: 'chair-taken'; readonly kioskId: string; readonly visitId: VisitId }
  /** A reading was taken. */
  | { readonly kind: 'measured'; readonly kioskId: string; readonly visitId: VisitId };

/** Done at a counter by whoever sits there. */
export type CounterAct = { readonly counter: CounterId; readonly by: Caller } & (
  | { readonly kind: 'sit-down'; readonly force: boolean }
  | { readonly kind: 'leave-counter' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Whoever is served there is finished by it. */
  | { readonly kind: 'call-next' }
  | { readonly kind: 'recall' }
  /** Out of order; also from the absent, parked and unknown ones. */
  | { readonly kind: 'call-this'; readonly visitId: VisitId; readonly reason: CallReason }
  | { readonly kind: 'finish' }
  | { readonly kind: 'absent' }
  /** Of the absent or parked ones: after so many others; 0 is next, `undefined` as many as the hospital has set. */
  | { readonly kind: 'return'; readonly visitId: VisitId; readonly after: number | undefined }
  | { readonly kind: 'park'; readonly reason: ParkReason }
  | { readonly kind: 'transfer'; readonly visitId: VisitId; readonly to: TransferTarget }
  | {
      readonly kind: 'quick-issue';
      readonly visitId: VisitId;
      readonly serviceCode: string;
      readonly as: QuickIssueKind;
    }
  | { readonly kind: 'serve-without-ticket'; readonly visitId: VisitId; readonly serviceCode: string }
  /** Within 10 s: the last act of this counter is as if it had not been. */
  | { readonly kind: 'undo'; readonly undoes: ActId }
);

export type TransferTarget =
  | { readonly to: 'service'; readonly serviceCode: string }
  | { readonly to: 'counter'; readonly counter: CounterId }
  | { readonly to: 'person'; readonly person: PersonId };

/** The buttons of the desk. `child` and `elderly` go before others; `details-at-desk`: who it is, is written down there. */
export const quickIssueKinds = ['ordinary', 'elderly', 'child', 'details-at-desk'] as const;
export type QuickIssueKind = (typeof quickIssueKinds)[number];

/** Done by the staff anywhere, or by a system of the hospital. */
export type StaffAct = { readonly by: Caller } & (
  | { readonly kind: 'open-emergency'; readonly visitId: VisitId }
  | { readonly kind: 'confirm-lane'; readonly visitId: VisitId; readonly isRight: boolean }
  | { readonly kind: 'withdraw'; readonly visitId: VisitId; readonly reason: WithdrawReason }
  /** Of the unknown ones. */
  | { readonly kind: 'sort-unknown'; readonly visitId: VisitId; readonly as: 'waits' | 'was-served' | 'is-gone' }
  /** Everybody who waits of this day and before is told so by staff, not by a clock. */
  | { readonly kind: 'close-day'; readonly day: BusinessDay }
  | { readonly kind: 'end-recovery' }
);

/** The hub's own. */
export type HubAct =
  /** The facility's calendar has turned. */
  | { readonly kind: 'begin-day'; readonly day: BusinessDay }
  /** The log of a day that had one is lost. */
  | { readonly kind: 'begin-recovery' };

/** Why nothing was done; nothing has changed. Each has its words on the counter page. */
export const refusals = [
  'unknown-visit',
  'unknown-counter',
  'unknown-service',
  /** Somebody else sits there, or nobody does. */
  'not-your-counter',
  'counter-paused',
  'nobody-waits',
  'nobody-called',
  /** Another counter was quicker. */
  'called-elsewhere',
  'is-over',
  'not-in-that-pool',
  'number-taken',
  /** This visit stands under another number. */
  'visit-differs',
  'day-over',
  'too-late-to-undo',
  'recovering',
  /** The kiosk speaks of another kiosk's visit or lease. */
  'not-yours',
  'service-closed',
  'service-full',
] as const;
export type Refusal = (typeof refusals)[number];
