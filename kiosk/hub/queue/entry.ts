import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { PersonId } from '#kiosk/staff/person.ts';

/**
 * One number in the queue. A hub knows numbers, not people: no name, no document, no reason of a priority, nothing that was said or
 * measured.
 */
export interface Entry {
  /** A visit at a kiosk keeps its id; a number that staff gave has one of the hub's. */
  readonly visitId: VisitId;
  /** Of which the number is: yesterday's for whoever still waits across midnight. */
  readonly day: BusinessDay;
  readonly number: QueueNumber;
  /** Our code. */
  readonly serviceCode: string;
  readonly lane: Lane;
  /** When it was given, by the clock of whoever gave it, epoch ms; decides nothing by itself where clocks differ. */
  readonly givenAt: number;
  /** When the hub heard of it, epoch ms. */
  readonly heardAt: number;
  readonly from: EntrySource;
  /** `from` an appointment until `to`, epoch ms; `undefined` without one. */
  readonly appointment: { readonly from: number; readonly to: number } | undefined;
  /** Staff have still to confirm what opens the lane. */
  readonly isLaneToBeConfirmed: boolean;
  /** Called at one of these alone: where it was transferred to. */
  readonly wanted: { readonly counter?: CounterId; readonly person?: PersonId } | undefined;
  readonly state: EntryState;
  /** How often it was called, every recall counted. */
  readonly calls: number;
  /** How it stands with being measured at a chair before the call; left out: nobody has asked for it. The place in the line is not touched. */
  readonly chair?: ChairStanding | undefined;
}

/**
 * - `invited`: asked to a chair, and expected there. `seated`: sits there. `counter` is the chair; after `until`, epoch ms, it waits as
 *   anybody does, whatever has become of the kiosk. `isMeasured`: a reading was taken, and more may follow.
 * - `measured`: a reading was taken. `not-again`: did not come, or left without one; nobody is asked a second time.
 */
export type ChairStanding =
  | {
      readonly is: 'invited' | 'seated';
      readonly counter: CounterId;
      readonly until: number;
      readonly isMeasured?: true | undefined;
    }
  | { readonly is: 'measured' | 'not-again' };

/** Of one day and series each sequence is given once, whoever gives it. `text` is what people read and hear: `A012`, `A-K2-07`. */
export interface QueueNumber {
  readonly series: string;
  readonly sequence: number;
  readonly text: string;
}

/** In no order: how many of each are called is told by the ratio of the settings. `emergency` is opened by staff alone. */
export type Lane = 'ordinary' | 'priority' | 'emergency';

export type EntrySource =
  | { readonly kind: 'kiosk'; readonly kioskId: string }
  /** Quick issue, or served without a ticket. */
  | { readonly kind: 'staff'; readonly counter: CounterId };

/** Our short name of a counter, as `counters[].id` of the hub's settings. */
export type CounterId = string;

/**
 * - `waiting`: `place` is the moment from which it counts as waiting, epoch ms: smaller is earlier. `notBefore`: it was called before and
 *   came back; its turn is when so many of its service have been called on the day.
 * - `called`: at a counter until that one finishes, says that nobody came, parks it or sends it on.
 * - `absent`: was called and did not come; anybody may take it back.
 * - `parked`: laid aside by staff (waits for a result, fetches a paper).
 * - `finished`, `withdrawn`, `closed`: over. `withdrawn`: given up for another number, by the patient, or by the hospital.
 *   `closed`: a named person ended the day. Finished at no counter: staff said so of an unknown one.
 * - `unknown`: told anew after the hub had lost its log: it may have been served. Staff sort it; it is never called by itself.
 */
export type EntryState =
  | { readonly is: 'waiting'; readonly since: number; readonly place: number; readonly notBefore?: number }
  | { readonly is: 'called'; readonly counter: CounterId; readonly by: Caller; readonly since: number }
  | { readonly is: 'absent'; readonly counter: CounterId; readonly since: number }
  | { readonly is: 'parked'; readonly counter: CounterId; readonly since: number; readonly reason: ParkReason }
  | { readonly is: 'finished'; readonly counter: CounterId | undefined; readonly at: number }
  | { readonly is: 'withdrawn'; readonly at: number; readonly reason: WithdrawReason }
  | { readonly is: 'closed'; readonly at: number }
  | { readonly is: 'unknown'; readonly since: number };

/** Who has acted at a counter: a person who is signed in, or a system of the hospital by its key. */
export type Caller =
  | { readonly kind: 'person'; readonly id: PersonId; readonly name: string }
  | { readonly kind: 'system'; readonly id: string };

/** Closed lists: a reason is never free text, so no diagnosis has a place where it could stand. */
export const callReasons = ['asked-by-doctor', 'came-back', 'needs-help', 'wrong-order', 'result-is-there'] as const;
export type CallReason = (typeof callReasons)[number];

export const parkReasons = ['waits-for-result', 'fetches-paper', 'not-ready', 'pays-first'] as const;
export type ParkReason = (typeof parkReasons)[number];

export const withdrawReasons = ['changed-service', 'given-up', 'cancelled-by-hospital', 'issued-by-mistake'] as const;
export type WithdrawReason = (typeof withdrawReasons)[number];
