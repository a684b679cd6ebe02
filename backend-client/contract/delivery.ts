import type { ControlId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { KeptReason } from './delivery-reasons.ts';

/** One stored message on its way to one endpoint. `bytes` are final: a retry sends the same under the same id. */
export interface OutgoingMessage {
  readonly messageId: number;
  readonly endpointId: string;
  readonly controlId: ControlId;
  /** Counts this attempt: 1 for the first. */
  readonly attempts: number;
  readonly bytes: Uint8Array;
}

/** The way to one hospital system. One message in flight at a time; the outbox waits for each answer. */
export interface Endpoint {
  readonly id: string;
  /** Whether the hospital drops a second message with the same control id. */
  readonly deduplicates: boolean;
  send(message: OutgoingMessage): Promise<Result<'accepted', DeliveryProblem>>;
  /**
   * Several in one exchange, where a protocol has a word for it and repeats are dropped: one answer of each, in order, of the first one at
   * least. The others are as due as before.
   */
  sendMany?(messages: readonly OutgoingMessage[]): Promise<readonly Result<'accepted', DeliveryProblem>[]>;
  /** At start: whether the hospital offers what the site file counts on. Absent where a protocol cannot ask. */
  check?(): Promise<Result<'as-expected', EndpointMismatch>>;
  /**
   * Asks something harmless, for nothing but the time that every answer carries (`connection/hospital-time.ts`). Absent where
   * `check` brings an answer anyway.
   */
  askTime?(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What does not fit, for the technician. `missing` are names of the protocol (`Patient.create`, `transaction`), never values.
 */
export interface EndpointMismatch {
  readonly kind: 'not-reachable' | 'not-understood' | 'lacks';
  readonly missing: readonly string[];
}

/**
 * Failures by what a retry would do (design §7).
 *
 * - `transient`: the hospital provably did not take it (nobody listens, AR, 503). Retry.
 * - `ambiguous`: it may have arrived (no answer, line broke after the first byte, 500, an answer that cannot be read). Retry
 *   under the same id when the endpoint deduplicates, otherwise a person decides.
 * - `permanent`: the hospital refused the content. A person.
 * - `settings`: provably not taken, and nothing but a change of settings on either side cures it (401, 403, 404, a certificate).
 *   Says nothing about the message, which stays queued; the endpoint is left alone for long, since knocking does not help.
 */
export type DeliveryProblem = Failure &
  (
    | { readonly kind: 'transient' | 'ambiguous' | 'settings'; readonly proven?: undefined }
    /**
     * `proven`: the answer says what is wrong with the content (ERR-3, an OperationOutcome, a 4xx of the contract). A bare AE
     * does not: many programs say AE when their own database is down.
     */
    | { readonly kind: 'permanent'; readonly proven: boolean }
  );

interface Failure {
  /** One word for the technician; `delivery-reasons.ts` says what it asks of whom. */
  readonly reason: DeliveryReason;
  /**
   * Whether it can be about this message at all: compared with what becomes of the others (law 15). False when it says
   * nothing about it (nobody listens, 429): such attempts never lead to a refusal, however often they happen.
   */
  readonly counts: boolean;
  /** The hospital said when to come back (HTTP Retry-After); at most an hour is believed. The outbox never comes earlier. */
  readonly retryAfterMs?: number;
}

/** What an endpoint can say. */
export type DeliveryReason = Exclude<KeptReason, 'unreadable'>;
