import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { within } from '#config/agreements/within.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { MessageQueue } from '../store/message-queue.ts';
import { DeliveryLoop } from './delivery-loop.ts';
import type { EndpointCircuit } from './endpoint-health.ts';

/**
 * Brings stored messages to the hospital: at least once, always the same bytes under the same control id, in order per
 * visit (design §7). Knows no wire format and never holds up a patient.
 */
export interface Outbox {
  start(): void;
  /** To be called after each stored visit. */
  wake(): void;
  /**
   * A technician's word that something was mended: every wait for this endpoint ends, and one message tells how things are.
   * Also the wait that the hospital itself has asked for (Retry-After), which nothing but this undercuts; so no program may
   * call it on its own. The order within a visit stands. `false`: nothing waits, there is no such endpoint, or the store
   * cannot write.
   */
  tryNow(endpointId: string): boolean;
  /**
   * Claims nothing more and waits a moment for the messages in flight. What is still unanswered stays `sending` on disk
   * and is settled at the next start. The endpoints are closed by whoever opened them, afterwards.
   */
  stop(): Promise<void>;
  /** In the order of the endpoints. */
  circuits(): readonly EndpointCircuit[];
  /** How many messages this system has accepted since the start. */
  accepted(endpointId: string): number;
}

export interface OutboxNeeds {
  readonly store: MessageQueue;
  readonly endpoints: readonly Endpoint[];
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

const patienceMs = 3_000;

export function createOutbox({ store, endpoints, clock, random, log }: OutboxNeeds): Outbox {
  const loops = endpoints.map((endpoint) => new DeliveryLoop({ store, endpoint, clock, random, log }));
  let running: Promise<unknown> | undefined;

  return { start, wake, tryNow, stop, accepted, circuits: () => loops.map((loop) => loop.circuit()) };

  function accepted(endpointId: string): number {
    return loops.find((loop) => loop.circuit().endpointId === endpointId)?.accepted() ?? 0;
  }

  function start(): void {
    running ??= Promise.all(loops.map((loop) => loop.run()));
  }

  function wake(): void {
    for (const loop of loops) loop.wake();
  }

  function tryNow(endpointId: string): boolean {
    const loop = loops.find((each) => each.circuit().endpointId === endpointId);
    const due = loop && store.forgetWaits(endpointId);
    if (!loop || !due?.ok) return false;
    return loop.endPause() || due.value > 0;
  }

  async function stop(): Promise<void> {
    for (const loop of loops) loop.stop();
    await within(clock, patienceMs, Promise.resolve(running), undefined);
    for (const loop of loops) loop.abandon();
  }
}
