import type { ControlId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';

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
  close(): Promise<void>;
}

/**
 * Failures by what a retry would do (design §7).
 *
 * - `transient`: the hospital provably did not take it (nobody listens, AR, CR). Retry.
 * - `ambiguous`: it may have arrived (no answer, line broke after the first byte, an answer that cannot be read). Retry
 *   under the same id when the endpoint deduplicates, otherwise a person decides.
 * - `permanent`: the hospital refused the content (AE, CE). A person.
 *
 * `counts` is false when the attempt says nothing about the message itself (nobody listens): such attempts never lead to
 * a refusal, however often they happen.
 */
export interface DeliveryProblem {
  readonly kind: 'transient' | 'ambiguous' | 'permanent';
  readonly reason: DeliveryReason;
  readonly counts: boolean;
}

export type DeliveryReason =
  | 'not-connected'
  | 'no-answer'
  | 'line-broke'
  | 'answer-not-understood'
  | 'hospital-error-ae'
  | 'hospital-reject-ar'
  | 'commit-error-ce'
  | 'commit-reject-cr'
  | 'stopped';
