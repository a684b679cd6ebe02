import type { DeliveryProblem, DeliveryReason } from '../contract/delivery.ts';

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
  /** How often in a row it had to be left alone. */
  readonly failures: number;
  /** Different messages in a row that got no answer; no more than it takes to blame the endpoint. */
  readonly silentMessages: readonly number[];
}

export const healthy: EndpointHealth = { failures: 0, silentMessages: [] };

/**
 * One message without an answer may be poison, and so may two: the others go on. Three different ones in a row are the
 * endpoint.
 */
const silentMessagesThatBlame = 3;

/** `undefined` as problem is an accepted message. */
export function healthAfter(
  before: EndpointHealth,
  messageId: number,
  problem: DeliveryProblem | undefined,
): EndpointHealth {
  if (problem === undefined) return healthy;
  if (!problem.counts) return { ...before, failures: before.failures + 1 };
  if (problem.kind !== 'ambiguous') return healthy;
  const silentMessages =
    before.silentMessages.includes(messageId) || before.silentMessages.length >= silentMessagesThatBlame
      ? before.silentMessages
      : [...before.silentMessages, messageId];
  const blamed = silentMessages.length >= silentMessagesThatBlame;
  return { silentMessages, failures: blamed ? before.failures + 1 : before.failures };
}

/** Whether the last answer asks for leaving the endpoint alone for a while. */
export function hasWorsened(before: EndpointHealth, after: EndpointHealth): boolean {
  return after.failures > before.failures;
}
