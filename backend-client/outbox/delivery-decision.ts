import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import type { ClaimedMessage, DeliveryNote } from '../store/message-queue.ts';
import { longestRetryMs } from '../store/message-queue.ts';
import { type Backoff, backoffMs } from './backoff.ts';

export const retryBackoff: Backoff = { baseMs: 1_000, capMs: longestRetryMs };

/** Nothing but a change of settings helps, and hospitals lock out who knocks with a wrong password too often. */
export const settingsBackoff: Backoff = { baseMs: 10_000, capMs: 15 * 60_000 };

/**
 * A hospital that says "not now" (AR, CR) so often about one message means the message. With the back-off above that is
 * about twenty minutes: a hospital that restarts its receiver does not turn a morning's registrations into desk work.
 */
export const mostRejections = 40;

interface Failure {
  readonly message: Pick<ClaimedMessage, 'attempts' | 'rejections'>;
  readonly problem: DeliveryProblem;
  readonly deduplicates: boolean;
  /** In [0, 1). */
  readonly random: number;
}

/** What becomes of a message that was not accepted, by what another attempt would do (design §7). */
export function noteFromFailure({
  message,
  problem,
  deduplicates,
  random,
}: Failure): Exclude<DeliveryNote, { state: 'accepted' }> {
  const { kind, reason, counts, retryAfterMs = 0 } = problem;
  // Longer than the cap looks like a clock that went back; the endpoint's own pause is not bounded by it.
  const retryInMs = Math.min(longestRetryMs, Math.max(retryAfterMs, backoffMs(message.attempts, random, retryBackoff)));
  switch (kind) {
    case 'permanent':
      return { state: 'refused', reason };
    case 'settings':
      return { state: 'queued', reason, retryInMs, counts: 'nothing' };
    case 'ambiguous':
      if (!deduplicates) return { state: 'unsure', reason };
      return { state: 'queued', reason, retryInMs, counts: counts ? 'attempt' : 'nothing' };
    case 'transient':
      if (!counts) return { state: 'queued', reason, retryInMs, counts: 'nothing' };
      if (message.rejections + 1 >= mostRejections) return { state: 'refused', reason };
      return { state: 'queued', reason, retryInMs, counts: 'rejection' };
    default:
      return unreachable(kind);
  }
}
