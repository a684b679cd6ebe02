import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, Endpoint } from '../contract/delivery.ts';
import type { ClaimedMessage, DeliveryNote, MessageQueue } from '../store/message-queue.ts';
import { backoffMs } from './backoff.ts';
import { noteFromFailure, retryBackoff } from './delivery-decision.ts';
import { type EndpointCircuit, hasWorsened, healthAfter, healthy } from './endpoint-health.ts';
import { createRest } from './rest.ts';

/** The store cannot write now (disk full); the kiosk is out of service and this loop only waits. */
const storeRetryMs = 5_000;

export interface DeliveryLoop {
  /** Resolves after `stop()`, when no message is in flight. */
  run(): Promise<void>;
  /** Something may be due. */
  wake(): void;
  /** Claims nothing more. */
  stop(): void;
  circuit(): EndpointCircuit;
  /** Leaves the message in flight as it is on disk, `sending`, and touches the store no more. */
  abandon(): void;
}

export interface LoopNeeds {
  readonly store: MessageQueue;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/** Delivers one endpoint's messages, one at a time: claim, send, note the answer, each committed before the next. */
export function createDeliveryLoop({ store, endpoint, clock, random, log }: LoopNeeds): DeliveryLoop {
  const rest = createRest(clock);
  let health = healthy;
  let stopping = false;
  let abandoned = false;
  let callOffTimer = () => {};
  /** Set while the endpoint is left alone. A timer and not a moment, because the clock may be set meanwhile. */
  let leftAlone = false;

  /** Of the failures in a row that stand now. */
  let trouble: { readonly reason: DeliveryReason; readonly since: number } | undefined;

  return { run, wake: rest.end, stop, abandon, circuit };

  function circuit(): EndpointCircuit {
    const state = leftAlone ? 'open' : health.failures > 0 ? 'half-open' : 'closed';
    return { endpointId: endpoint.id, circuit: state, reason: trouble?.reason, since: trouble?.since };
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const pause = leftAlone ? 'until-woken' : await deliverNext();
      if (pause === 'until-woken') await rest.wait();
      else if (pause > 0) await rest.wait(pause);
    }
  }

  function stop(): void {
    stopping = true;
    callOffTimer();
    rest.end();
  }

  function abandon(): void {
    abandoned = true;
  }

  /** Says how long nothing is to be done: ms, 0 for "go on at once". */
  async function deliverNext(): Promise<number | 'until-woken'> {
    const claim = store.claimMessage(endpoint.id);
    if (!claim.ok) return storeRetryMs;
    switch (claim.value.kind) {
      case 'nothing-queued':
        return 'until-woken';
      case 'not-due':
        return claim.value.dueInMs;
      case 'unreadable': {
        const { controlId, attempts } = claim.value;
        log('delivery-refused', { endpointId: endpoint.id, controlId, attempts, reason: 'unreadable' });
        return 0;
      }
      case 'claimed':
        await deliver(claim.value.message);
        return 0;
      default:
        return unreachable(claim.value);
    }
  }

  async function deliver(message: ClaimedMessage): Promise<void> {
    const startedAt = clock.now();
    const answer = await endpoint.send(message);
    if (abandoned) return;
    const tookMs = clock.now() - startedAt;
    const failure = answer.ok ? undefined : answer.problem;
    const before = health;
    health = healthAfter(before, message.messageId, failure);
    if (health.failures === 0) trouble = undefined;
    else if (failure) trouble = { reason: failure.reason, since: trouble?.since ?? clock.now() };
    const leaveAloneMs = hasWorsened(before, health) && !stopping ? leaveAlone(failure?.retryAfterMs) : 0;
    const note = failure ? noteFrom(message, failure) : ({ state: 'accepted' } as const);
    if (await noteDurably(message, note)) report(message, note, { tookMs, leaveAloneMs });
  }

  function noteFrom(message: ClaimedMessage, problem: DeliveryProblem) {
    return noteFromFailure({ message, problem, deduplicates: endpoint.deduplicates, random: random() });
  }

  /** As long as the hospital asks for, else with the back-off. */
  function leaveAlone(retryAfterMs = 0): number {
    const ms = Math.max(retryAfterMs, backoffMs(health.failures, random(), retryBackoff));
    leftAlone = true;
    callOffTimer = clock.after(ms, () => {
      leftAlone = false;
      rest.end();
    });
    return ms;
  }

  /** An answer is kept in memory until the disk takes it. Stopping before that leaves the message `sending`. */
  async function noteDurably({ messageId }: ClaimedMessage, note: DeliveryNote): Promise<boolean> {
    while (!store.noteDelivery(messageId, note).ok) {
      if (stopping) return false;
      await rest.wait(storeRetryMs);
    }
    return true;
  }

  function report(
    { controlId, attempts }: ClaimedMessage,
    note: DeliveryNote,
    { tookMs, leaveAloneMs }: { readonly tookMs: number; readonly leaveAloneMs: number },
  ): void {
    const endpointId = endpoint.id;
    switch (note.state) {
      case 'accepted':
        log('delivery-accepted', { endpointId, controlId, attempts, tookMs });
        return;
      case 'queued': {
        const retryInMs = note.counts === 'nothing' ? leaveAloneMs : Math.max(note.retryInMs, leaveAloneMs);
        log('delivery-delayed', { endpointId, controlId, attempts, reason: note.reason, retryInMs });
        return;
      }
      case 'refused':
        log('delivery-refused', { endpointId, controlId, attempts, reason: note.reason });
        return;
      case 'unsure':
        log('delivery-unsure', { endpointId, controlId, attempts, reason: note.reason });
        return;
      default:
        unreachable(note);
    }
  }
}
