import type { ControlId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { DeliveryReason, OutgoingMessage } from '../contract/delivery.ts';
import type { MessageCounts, StoreProblem } from '../contract/store.ts';

/** The stored messages, as the outbox sees them. */
export interface MessageQueue {
  /**
   * Hands out the endpoint's next due messages, at most `most` and about a megabyte, at most one of a visit: only the oldest message
   * of a visit that the hospital has not accepted can be due, and messages of other visits never wait for it. What was never tried
   * goes before what was not taken, so that those the hospital chokes on hold up nobody else. Whatever was handed out before from
   * memory and has not been noted is given back first.
   */
  claim(endpointId: string, how: HowToClaim): Result<Claim, StoreProblem>;
  /** Gives back what was handed out from memory and nobody noted. */
  giveBack(endpointId: string): void;
  /** Commits how one claimed message fared. */
  noteDelivery(messageId: number, note: DeliveryNote): Result<'noted', StoreProblem>;
  /** Commits how claimed messages fared, all or none. */
  noteDeliveries(deliveries: readonly NotedDelivery[]): Result<'noted', StoreProblem>;
  /**
   * The endpoint's waiting messages are due now, however long they were to wait; says how many. What waits behind another
   * message of its visit goes on waiting for that one.
   */
  forgetWaits(endpointId: string): Result<number, StoreProblem>;
  /** Refused ones that nobody has decided about are due again, now. */
  takeBackRefusals(messageIds: readonly number[]): Result<'noted', StoreProblem>;
  messageCounts(): MessageCounts;
}

export interface NotedDelivery {
  readonly messageId: number;
  readonly note: DeliveryNote;
}

/**
 * - `on-disk`: the claim is committed before the message leaves; after a crash it is known that it may have arrived. For endpoints
 *   that may get a message twice only with a person's word.
 * - `in-memory`: after a crash they are as due as they were. For endpoints that drop repeats.
 */
export interface HowToClaim {
  readonly most: number;
  readonly mark: 'on-disk' | 'in-memory';
}

export type Claim =
  | {
      readonly kind: 'claimed';
      /** May be empty when all that was due is unreadable. */
      readonly messages: readonly ClaimedMessage[];
      /** Already noted as refused. */
      readonly unreadable: readonly UnreadableMessage[];
    }
  | { readonly kind: 'not-due'; readonly dueInMs: number }
  | { readonly kind: 'nothing-queued' };

/** The stored bytes do not open: moved by somebody, or the disk is failing. */
export interface UnreadableMessage {
  readonly controlId: ControlId;
  readonly attempts: number;
}

export interface ClaimedMessage extends OutgoingMessage {
  /** How often the hospital did not take this message although it took another visit's meanwhile. */
  readonly rejections: number;
}

export type DeliveryNote =
  | { readonly state: 'accepted' }
  /**
   * To be sent again. `counts`: `rejection` for one that was not taken although others were meanwhile, `attempt` for one that
   * was not taken, `nothing` when the answer says nothing of it: the message is then as due as it was.
   */
  | {
      readonly state: 'queued';
      readonly reason: DeliveryReason;
      readonly retryInMs: number;
      readonly counts: 'attempt' | 'rejection' | 'nothing';
    }
  | { readonly state: 'refused' | 'unsure'; readonly reason: DeliveryReason };

/** No message waits longer for its next attempt, so one that is due later was delayed by a clock that went back. */
export const longestRetryMs = 72_000;
