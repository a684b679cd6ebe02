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
  /** How often in a row it had to be left alone, of the same sort. */
  readonly failures: number;
  /** The sort: settings that do not fit, or anything that may pass by itself. */
  readonly ofSettings: boolean;
  /** Different messages in a row that got no answer; no more than it takes to blame the endpoint. */
  readonly silentMessages: readonly number[];
}

export const healthy: EndpointHealth = { failures: 0, ofSettings: false, silentMessages: [] };

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
  const ofSettings = problem.kind === 'settings';
  const inARow = before.ofSettings === ofSettings ? before.failures : 0;
  if (ofSettings || !problem.counts) return { ...before, ofSettings, failures: inARow + 1 };
  if (problem.kind !== 'ambiguous') return healthy;
  const silentMessages =
    before.silentMessages.includes(messageId) || before.silentMessages.length >= silentMessagesThatBlame
      ? before.silentMessages
      : [...before.silentMessages, messageId];
  const blamed = silentMessages.length >= silentMessagesThatBlame;
  return blamed ? { silentMessages, ofSettings: false, failures: inARow + 1 } : { ...before, silentMessages };
}

/** Whether the last answer asks for leaving the endpoint alone for a while. */
export function hasWorsened(before: EndpointHealth, after: EndpointHealth): boolean {
  return after.failures > 0 && (after.failures !== before.failures || after.ofSettings !== before.ofSettings);
}
