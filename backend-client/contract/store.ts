import type { ControlId, VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { Patient } from './patient.ts';
import type { ReadingRequest, StoredReading } from './reading.ts';
import type { PaperState, StoredVisit, VisitPurpose, VisitRequest } from './visit.ts';

/** The kiosk's memory: visits, numbers, papers and what waits for the hospital. One SQLite file, opened by one process. */
export interface VisitStore {
  /**
   * Stores visit, number and one message per endpoint in one transaction, or finds the visit that the same document has
   * for the same service on the same business day. `found` tells which.
   */
  storeVisit(request: VisitRequest): Result<{ readonly visit: StoredVisit; readonly found: boolean }, StoreProblem>;
  /**
   * Commits that a ticket is about to be sent to the printer and says what it must be. A first ticket is allowed only
   * while the paper is `pending` or `not-printed`; otherwise it is copy number 1, 2, …
   */
  beginPrint(visitId: VisitId): Result<PrintAttempt, StoreProblem>;
  /** Notes how an attempt ended. */
  endPrint(attempt: PrintAttempt, outcome: PrintOutcome): Result<PaperState, StoreProblem>;
  /** Stores one reading. The caller has made sure that it belongs to the measurement of this session (law 11). */
  storeReading(request: ReadingRequest): Result<StoredReading, StoreProblem>;
  /** Oldest first; without those past their retention. */
  readingsOf(visitId: VisitId): readonly StoredReading[];
  /** Whether a visit could be stored now: a real write, committed and taken away again. */
  canStore(): boolean;
  messageCounts(): MessageCounts;
  close(): void;
}

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

/** The only refusal a kiosk knows (law 1): the disk is full, read-only, or broken. */
export interface StoreProblem {
  readonly kind: 'disk-full' | 'not-writable' | 'unknown-visit' | 'busy';
}

export interface MessageCounts {
  readonly queued: number;
  readonly sending: number;
  readonly refused: number;
  readonly unsure: number;
}

/** What a message is rendered from, inside the storing transaction. */
export interface RegistrationFacts {
  readonly visit: StoredVisit;
  readonly patient: Patient;
  readonly purpose: VisitPurpose;
  /** The hospital's id of the appointment that the patient comes for. */
  readonly appointmentId?: string | undefined;
}

/** Renders one fact for one endpoint, once; the bytes are stored and every retry sends the same (law 2, design §7). */
export interface MessageRenderer {
  readonly endpointId: string;
  registration(facts: RegistrationFacts, controlId: ControlId): Uint8Array;
}
