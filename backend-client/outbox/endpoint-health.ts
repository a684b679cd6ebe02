import type { DeliveryProblem, DeliveryReason } from '../contract/delivery.ts';
import type { ClaimedMessage } from '../store/message-queue.ts';

/**
 * The circuit of one endpoint.
 *
 * - `closed`: messages go out. `open`: it is left alone for a while. `half-open`: the pause is over, and the next message tells.
 */
export interface EndpointCircuit {
  readonly endpointId: string;
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Why it is not closed. */
  readonly reason: DeliveryReason | undefined;
  /** Epoch ms of the first failure in a row. */
  readonly since: number | undefined;
}

/** What the last answers say about a hospital system as a whole, apart from any one message. */
export interface EndpointHealth {
  /** How often in a row it had to be left alone, for the same cause. */
  readonly failures: number;
  readonly cause: HealthCause;
  /** Different messages since the last acceptance that were not taken; no more than it takes to blame the endpoint. */
  readonly doubted: readonly number[];
}

/**
 * - `unreachable`: nobody listens, or it asks for a pause itself. `not-now`: it answers, or is silent, and takes nothing.
 * - `settings`: they do not fit.
 */
export type HealthCause = 'unreachable' | 'not-now' | 'settings';

export const healthy: EndpointHealth = { failures: 0, cause: 'unreachable', doubted: [] };

/** One message that is not taken may be poison, and so may two: the others go on. Three different ones in a row are the endpoint. */
const messagesThatBlame = 3;

/**
 * A hospital that refuses everything and never says what is wrong is taken for one that is down; after so many pauses, of a
 * minute each, it means what it says.
 */
const mostPausesForUnproven = 30;

/** `undefined` as problem is an accepted message. */
export function healthAfter(
  before: EndpointHealth,
  { messageId, rejections }: Pick<ClaimedMessage, 'messageId' | 'rejections'>,
  problem: DeliveryProblem | undefined,
): EndpointHealth {
  if (problem === undefined) return healthy;
  if (problem.kind === 'settings') return worse(before, 'settings');
  if (!problem.counts) return worse(before, problem.reason === 'probe-unanswered' ? 'not-now' : 'unreachable');
  // A program that names what is wrong with one message is a program that works.
  if (problem.kind === 'permanent' && problem.proven) return healthy;
  if (problem.kind === 'permanent' && before.failures >= mostPausesForUnproven) return before;
  // Others were taken while this one was not: one more time says nothing of the system.
  if (rejections > 0) return before;
  const doubted =
    before.doubted.includes(messageId) || before.doubted.length >= messagesThatBlame
      ? before.doubted
      : [...before.doubted, messageId];
  return doubted.length < messagesThatBlame ? { ...before, doubted } : { ...worse(before, 'not-now'), doubted };
}

function worse(before: EndpointHealth, cause: HealthCause): EndpointHealth {
  return { ...before, cause, failures: (before.cause === cause ? before.failures : 0) + 1 };
}

/** Whether the last answer asks for leaving the endpoint alone for a while. */
export function hasWorsened(before: EndpointHealth, after: EndpointHealth): boolean {
  return after.failures > 0 && (after.failures !== before.failures || after.cause !== before.cause);
}
