import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import type { ClaimedMessage, DeliveryNote } from '../store/message-queue.ts';
import { longestRetryMs } from '../store/message-queue.ts';
import { type Backoff, restMs } from './backoff.ts';

/** Nobody listens, or a line that breaks before anything was asked. */
export const unreachableBackoff: Backoff = { baseMs: 1_000, capMs: 60_000 };

/** It answers and takes nothing. */
export const notNowBackoff: Backoff = { baseMs: 500, capMs: 60_000 };

/** Of one message that was not taken while nothing is known against the system. */
export const messageBackoff: Backoff = { baseMs: 1_000, capMs: 60_000 };

/** Nothing but a change of settings helps, and hospitals lock out who knocks with a wrong password too often. */
export const settingsBackoff: Backoff = { baseMs: 10_000, capMs: 15 * 60_000 };

interface Failure {
  readonly message: Pick<ClaimedMessage, 'attempts' | 'rejections'>;
  readonly problem: DeliveryProblem;
  readonly deduplicates: boolean;
  /**
   * Whom the answer speaks of (law 15). `system`: several different messages in a row were not taken. `message`: others were,
   * meanwhile. `unknown`: there was nothing to compare with.
   */
  readonly against: 'system' | 'message' | 'unknown';
  /** So many rejections against the message send it to a person. */
  readonly patience: number;
  /** In [0, 1). */
  readonly random: number;
}

/** What becomes of a message that was not accepted, by what another attempt would do (design §7). */
export function noteFromFailure({
  message,
  problem,
  deduplicates,
  against,
  patience,
  random,
}: Failure): Exclude<DeliveryNote, { state: 'accepted' }> {
  const { kind, reason, counts, retryAfterMs = 0 } = problem;
  // Longer than the cap looks like a clock that went back; the endpoint's own pause is not bounded by it.
  const retryInMs = Math.min(longestRetryMs, Math.max(retryAfterMs, restMs(message.attempts, random, messageBackoff)));
  const again = { state: 'queued', reason, retryInMs } as const;
  switch (kind) {
    case 'permanent':
      // A refusal without a reason, of everybody: a hospital that is down, whatever it says.
      return problem.proven || against !== 'system' ? { state: 'refused', reason } : { ...again, counts: 'attempt' };
    case 'settings':
      return { ...again, counts: 'nothing' };
    case 'ambiguous':
      if (!deduplicates) return { state: 'unsure', reason };
      return counts ? compared('unsure') : { ...again, counts: 'nothing' };
    case 'transient':
      return counts ? compared('refused') : { ...again, counts: 'nothing' };
    default:
      return unreachable(kind);
  }

  function compared(end: 'refused' | 'unsure'): Exclude<DeliveryNote, { state: 'accepted' }> {
    if (against !== 'message') return { ...again, counts: 'attempt' };
    return message.rejections + 1 >= patience ? { state: end, reason } : { ...again, counts: 'rejection' };
  }
}
