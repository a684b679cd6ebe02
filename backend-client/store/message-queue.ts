import type { ControlId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { DeliveryReason, OutgoingMessage } from '../contract/delivery.ts';
import type { MessageCounts, StoreProblem } from '../contract/store.ts';

/** The stored messages, as the outbox sees them. */
export interface MessageQueue {
  /**
   * Commits the endpoint's next due message as `sending`. Only the oldest message of a visit that the hospital has not
   * accepted can be due; messages of other visits never wait for it.
   */
  claimMessage(endpointId: string): Result<Claim, StoreProblem>;
  /** Commits how the claimed message fared. */
  noteDelivery(messageId: number, note: DeliveryNote): Result<'noted', StoreProblem>;
  messageCounts(): MessageCounts;
}

export type Claim =
  | { readonly kind: 'claimed'; readonly message: ClaimedMessage }
  | { readonly kind: 'not-due'; readonly dueInMs: number }
  | { readonly kind: 'nothing-queued' }
  /** The stored bytes do not open: moved by somebody, or the disk is failing. Already noted as refused. */
  | { readonly kind: 'unreadable'; readonly controlId: ControlId; readonly attempts: number };

export interface ClaimedMessage extends OutgoingMessage {
  /** How often the hospital has answered this message with "not now" (AR, CR). */
  readonly rejections: number;
}

export type DeliveryNote =
  | { readonly state: 'accepted' }
  /**
   * To be sent again. `counts`: `attempt` for one that may have arrived, `rejection` for one that the hospital sent back,
   * `nothing` when nobody listened: the message is then as due as it was.
   */
  | {
      readonly state: 'queued';
      readonly reason: DeliveryReason;
      readonly retryInMs: number;
      readonly counts: 'attempt' | 'rejection' | 'nothing';
    }
  | { readonly state: 'refused' | 'unsure'; readonly reason: DeliveryReason };

/** No message waits longer for its next attempt, so one that is due later was delayed by a clock that went back. */
export const longestRetryMs = 60_000;
