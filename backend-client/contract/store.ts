import type { BusinessDay, ControlId, VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { WhoActs } from './delivery-reasons.ts';
import type { Fact, FactKind } from './fact.ts';
import type { Opinion, OpinionRequest } from './opinion.ts';
import type { Patient } from './patient.ts';
import type { PressureAverageValues, ReadingRequest, StoredReading } from './reading.ts';
import type {
  NumberStanding,
  PaperState,
  Priority,
  ServiceChange,
  StoredVisit,
  TicketNumber,
  VisitRequest,
} from './visit.ts';

/** The kiosk's memory: visits, numbers, papers and what waits for the hospital. One SQLite file, opened by one process. */
export interface VisitStore {
  /**
   * Stores visit, number and one message per endpoint in one transaction, or finds the visit that the same document has
   * for the same service on the same business day. `found` tells which.
   */
  storeVisit(request: VisitRequest): Result<VisitOutcome, VisitProblem>;
  /** How many numbers of each service stand today, by our code; those that were withdrawn are free again. */
  numbersByService(): ReadonlyMap<string, number>;
  /** The numbers that one of these documents has today, the latest first; none when the store does not read. */
  numbersToday(patient: Patient): readonly StoredVisit[];
  /**
   * More is known about the patient of a stored visit (the chip was read). `corrected` when anything of it was new: the
   * hospital is then told.
   */
  correctVisit(visitId: VisitId, patient: Patient): Result<'corrected' | 'nothing-new', StoreProblem>;
  /**
   * Whoever is being served goes before others from now on, on a ground that the visit had not when its number was given: the number
   * stays, and the hospital is told. `nothing-new`: there is a ground already. `unknown-visit`: of another kiosk.
   */
  raisePriority(visitId: VisitId, priority: Priority): Result<'corrected' | 'nothing-new', StoreProblem>;
  /**
   * The patient of a stored visit wants another service after all: the old number is withdrawn for good, the visit gets the next
   * one of the new service with a first ticket of its own, and the hospital is told, all in one transaction. Once for each
   * session and visit.
   */
  changeService(change: ServiceChange): Result<StoredVisit, ServiceChangeProblem>;
  /**
   * The patient does not want their number of today any more: it is called by nobody, the same document gets another one, and the hospital
   * is told. `false`: it was given up before. `unknown-visit`: of another kiosk, or of another day.
   */
  giveUp(visitId: VisitId): Result<boolean, StoreProblem>;
  /** The visit of a ticket that somebody shows, while the number on it counts; `undefined` also when the store does not read. */
  visitOfTicket(ticket: TicketShown): StoredVisit | undefined;
  /** Whether a ticket that somebody shows is one of the visits here, by all that it says. */
  ticketStanding(ticket: TicketShown): NumberStanding;
  /**
   * Commits that a ticket is about to be sent to the printer and says what it must be. A first ticket is allowed only
   * while the paper is `pending` or `not-printed`; otherwise it is copy number 1, 2, … With `number`: only while it is the
   * visit's, so that no paper says one that was withdrawn.
   */
  beginPrint(visitId: VisitId, number?: TicketNumber['text']): Result<PrintAttempt, PrintRefusal>;
  /**
   * The patient has taken this number by phone: nothing is printed unless they ask for it. `false`: the number is not the visit's any
   * more.
   */
  takeByPhone(visitId: VisitId, number: TicketNumber['text']): Result<boolean, StoreProblem>;
  /** How it went, by nobody: of no visit. */
  storeOpinion(request: OpinionRequest): Result<Opinion, StoreProblem>;
  /** Notes how an attempt ended. */
  endPrint(attempt: PrintAttempt, outcome: PrintOutcome): Result<PaperState, StoreProblem>;
  /**
   * Stores one reading. The caller has made sure that it belongs to the measurement of this session (law 11). With the last one of a
   * sitting comes its mean, taken alike: a reading of its own, behind this one, stored with it or not at all.
   */
  storeReading(request: ReadingRequest, average?: PressureAverageValues): Result<StoredReading, StoreProblem>;
  /** Oldest first; without those past their retention. */
  readingsOf(visitId: VisitId): readonly StoredReading[];
  /** Whether a visit could be stored now: a real write, committed and taken away again. */
  canStore(): boolean;
  messageCounts(): MessageCounts;
  /** Messages to one endpoint that wait or are on their way. */
  queuedFor(endpointId: string): number;
  /** Messages to one endpoint that were tried and are tried again without anybody's word; `undefined` when there is none. */
  delayedFor(endpointId: string): DelayedMessages | undefined;
  /** Refused and unsure messages, oldest first, at most 200. */
  deadLetters(): readonly DeadLetter[];
  /** Of all refused and unsure ones, how many for which reason. */
  letterGroups(): readonly LetterGroup[];
  /** What waits for each system, and since when; also for systems that the site file does not have. */
  waiting(): readonly WaitingMessages[];
  /** Messages of systems that the site file does not have any more: nothing is done with them until a person decides. */
  stranded(): readonly StrandedMessages[];
  /**
   * One word of a named person for many, a piece at a time: nobody waits for more than a few milliseconds. To be called again with
   * `last`, until there is none.
   */
  decideSome(act: MassDecision, by: string, after: number): Result<Decided, StoreProblem>;
  /** A named person decides about one of them. `false`: it is not waiting for a decision any more. */
  decide(messageId: number, decision: Decision, by: string): Result<boolean, StoreProblem>;
  close(): void;
}

/**
 * `service-full`: its numbers of the day are given. A visit that is there already is found all the same, an appointment is never refused,
 * and on a day of which nobody is sure nothing is full (law 12).
 */
export type VisitProblem = StoreProblem | { readonly kind: 'service-full' };

export interface VisitOutcome {
  readonly visit: StoredVisit;
  readonly found: boolean;
  /** The found visit knows more now, and the hospital is told. */
  readonly corrected: boolean;
  /** One of the patient's documents has a number that somebody else has shown today. */
  readonly isShared: boolean;
}

/**
 * Beside what a store can refuse; the visit is as it was.
 *
 * - `other-day`: the visit is of another business day. `same-service`: it is for this service already.
 * - `changed-already`: this session has changed it once.
 * - `service-full`: its numbers of the day are given.
 * - `has-number`: the same document has `visit` for the wanted service.
 */
export type ServiceChangeProblem =
  | StoreProblem
  | { readonly kind: 'other-day' | 'same-service' | 'changed-already' | 'service-full' }
  | { readonly kind: 'has-number'; readonly visit: StoredVisit };

/** `withdrawn`: the number is the visit's no more. */
export type PrintRefusal = StoreProblem | { readonly kind: 'withdrawn' };

/** What a ticket's code says of its visit. */
export interface TicketShown {
  readonly visitId: VisitId;
  /** As on the paper: `A012`. */
  readonly number: string;
  readonly day: BusinessDay;
}

export interface DelayedMessages {
  readonly count: number;
  /** Of most of them: a `DeliveryReason`. */
  readonly reason: string;
}

export interface LetterGroup {
  readonly endpointId: string;
  readonly state: 'refused' | 'unsure';
  /** A `DeliveryReason`, or `unreadable`. */
  readonly reason: string;
  readonly count: number;
}

export interface WaitingMessages {
  readonly endpointId: string;
  readonly count: number;
  /** When the oldest was stored; epoch ms. */
  readonly since: number;
}

export interface StrandedMessages extends WaitingMessages {
  /** As on the papers, oldest first; at most 50. */
  readonly tickets: readonly string[];
}

/**
 * - `decide`: about every message of one system that was refused, or is unsure, for one reason; without a reason, for any but
 *   `unreadable`.
 * - `move`: everything of one system is made anew for another one, in the order of each visit. What the other was told already is
 *   done with; what it does not take stays.
 * - `give-up`: nobody is told any more.
 */
export type MassDecision =
  | {
      readonly kind: 'decide';
      readonly endpointId: string;
      readonly state: 'refused' | 'unsure';
      readonly reason: string | undefined;
      readonly decision: Decision;
    }
  | { readonly kind: 'move'; readonly endpointId: string; readonly to: string }
  | { readonly kind: 'give-up'; readonly endpointId: string };

export interface Decided {
  readonly decided: number;
  /** The last one that was looked at; `undefined` when there are no more. */
  readonly last: number | undefined;
}

/** A message that a person must decide about. Names no patient. */
export interface DeadLetter {
  readonly messageId: number;
  readonly endpointId: string;
  readonly fact: FactKind;
  readonly controlId: ControlId;
  readonly visitId: VisitId;
  readonly ticketNumber: string;
  /** `unsure`: it may have arrived, and the hospital does not drop repeats. */
  readonly state: 'refused' | 'unsure';
  /** A `DeliveryReason`, or `unreadable`: the stored bytes do not open. */
  readonly reason: string;
  readonly attempts: number;
  /** Epoch ms. */
  readonly since: number;
  /** Messages of the same visit that wait behind it. */
  readonly held: number;
  readonly whoActs: WhoActs;
}

/**
 * - `send-again`: the same bytes under the same control id.
 * - `render-anew`: after a mapping was corrected: new bytes, a new control id, the same business id and place in the order.
 * - `settle-by-hand`: a person has entered it; what waits behind it goes on.
 */
export type Decision = 'send-again' | 'render-anew' | 'settle-by-hand';

export interface PrintAttempt {
  readonly attemptId: number;
  readonly visitId: VisitId;
  /** `undefined` is the first ticket; n is the n-th copy and must be marked so. */
  readonly copy: number | undefined;
}

export type PrintOutcome =
  | { readonly kind: 'printed' }
  /** Not one byte was sent. */
  | { readonly kind: 'not-printed'; readonly reason: string }
  /** Bytes were sent, no proof came back. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The only refusal a kiosk knows (law 1): the disk is full, read-only, or broken; the file was deleted, replaced or cut under
 * the running kiosk; or what was written does not read any more.
 */
export interface StoreProblem {
  readonly kind: 'disk-full' | 'not-writable' | 'file-lost' | 'damaged' | 'unknown-visit' | 'busy';
}

export interface MessageCounts {
  readonly queued: number;
  /** Claimed by the outbox: on their way, about to be, or answered a moment ago. */
  readonly sending: number;
  readonly refused: number;
  readonly unsure: number;
  /** Of the queued ones: those behind a message of the same visit that has not been accepted. */
  readonly held: number;
}

/** Renders one fact for one endpoint, once; the bytes are stored and every retry sends the same (law 2, design §7). */
export interface MessageRenderer {
  readonly endpointId: string;
  /** The kinds of facts that this endpoint is told; of the others no message is stored for it. */
  readonly takes: readonly FactKind[];
  render(fact: Fact, controlId: ControlId): Uint8Array;
}
