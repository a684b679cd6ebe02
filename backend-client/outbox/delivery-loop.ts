import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, Endpoint } from '../contract/delivery.ts';
import type {
  ClaimedMessage,
  DeliveryNote,
  HowToClaim,
  MessageQueue,
  UnreadableMessage,
} from '../store/message-queue.ts';
import { afterAskedMs, backoffMs, longBackoffMs, restMs } from './backoff.ts';
import { createComparison } from './comparison.ts';
import { noteFromFailure, notNowBackoff, settingsBackoff, unreachableBackoff } from './delivery-decision.ts';
import { type EndpointCircuit, type EndpointHealth, hasWorsened, healthAfter, healthy } from './endpoint-health.ts';
import { createRest } from './rest.ts';

/** The store cannot write now (disk full); the kiosk is out of service and this loop only waits. */
const storeRetryMs = 5_000;

/** What a crash can make the hospital get twice, under the same ids: so many acceptances, and no older than so many ms. */
const mostUnnoted = 64;
const unnotedForMs = 50;

/** An answer that is not on disk yet. */
interface Answered {
  readonly message: ClaimedMessage;
  readonly note: DeliveryNote;
  readonly tookMs: number;
  readonly leaveAloneMs: number;
}

export interface DeliveryLoop {
  /** Resolves after `stop()`, when no message is in flight. */
  run(): Promise<void>;
  /** Something may be due. */
  wake(): void;
  /** Ends the pause, if there is one, and says whether there was. The next message tells how things are. */
  endPause(): boolean;
  /** Claims nothing more. */
  stop(): void;
  circuit(): EndpointCircuit;
  /** How many messages were accepted since the start. */
  accepted(): number;
  /** Leaves the message in flight as it is on disk, and touches the store no more. */
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

/**
 * Delivers one endpoint's messages, one in flight.
 *
 * Where the hospital may get a message twice only with a person's word, the claim is on disk before the message leaves, and
 * the answer before the next claim: after a crash, what was in flight is known to be unsure. Where repeats are dropped
 * (`deduplicates`), a crash repeats messages under the same ids anyway; there a batch is claimed in memory, and
 * acceptances are noted together, soon. Whatever else the hospital says is noted at once, after them.
 */
export function createDeliveryLoop({ store, endpoint, clock, random, log }: LoopNeeds): DeliveryLoop {
  const howToClaim: HowToClaim = endpoint.deduplicates
    ? { most: mostUnnoted, mark: 'in-memory' }
    : { most: 1, mark: 'on-disk' };
  const rest = createRest(clock);
  const comparison = createComparison();
  let health = healthy;
  /** Refused without a reason since the last acceptance: a person's turn only when it was not the system. */
  let refusedUnproven: number[] = [];
  let accepted = 0;
  let stopping = false;
  let abandoned = false;
  let callOffTimer = () => {};
  let callOffNoting = () => {};
  /** In the order of the answers; none but the last one says anything else than accepted. */
  let answered: Answered[] = [];
  /** The disk did not take them. Nothing is sent until it does. */
  let diskRefused = false;
  /** Set while the endpoint is left alone. A timer and not a moment, because the clock may be set meanwhile. */
  let leftAlone = false;

  /** Of the failures in a row that stand now. */
  let trouble: { readonly reason: DeliveryReason; readonly since: number } | undefined;

  return { run, wake: rest.end, endPause, stop, abandon, circuit, accepted: () => accepted };

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
    noteNow();
    rest.end();
  }

  function abandon(): void {
    abandoned = true;
    callOffNoting();
  }

  /** Says how long nothing is to be done: ms, 0 for "go on at once". */
  async function deliverNext(): Promise<number | 'until-woken'> {
    const claim = store.claim(endpoint.id, howToClaim);
    if (!claim.ok) return storeRetryMs;
    switch (claim.value.kind) {
      case 'nothing-queued':
        return 'until-woken';
      case 'not-due':
        return claim.value.dueInMs;
      case 'claimed':
        for (const unreadable of claim.value.unreadable) reportUnreadable(unreadable);
        for (const message of claim.value.messages) {
          if (stopping || leftAlone) break;
          noteSoon(await deliver(message));
          if (isToBeNotedNow()) await noteDurably();
        }
        await noteDurably();
        if (!abandoned) store.giveBack(endpoint.id);
        return 0;
      default:
        return unreachable(claim.value);
    }
  }

  async function deliver(message: ClaimedMessage): Promise<Answered> {
    const startedAt = clock.now();
    const answer = await endpoint.send(message);
    const tookMs = clock.now() - startedAt;
    const failure = answer.ok ? undefined : answer.problem;
    const before = health;
    health = healthAfter(before, message, failure);
    const asked = failure && aboutTheSystem(failure) ? (failure.retryAfterMs ?? 0) : 0;
    const isToRest = !stopping && (hasWorsened(before, health) || asked > 0);
    if (failure && (health.failures > 0 || isToRest))
      trouble = { reason: failure.reason, since: trouble?.since ?? clock.now() };
    else if (health.failures === 0) trouble = undefined;
    const leaveAloneMs = isToRest ? leaveAlone(asked) : 0;
    const note = failure ? noteFrom(message, failure, before) : noteAcceptance(message);
    return { message, note, tookMs, leaveAloneMs };
  }

  function noteAcceptance(message: ClaimedMessage): DeliveryNote {
    accepted += 1;
    comparison.accepted(message);
    refusedUnproven = [];
    return { state: 'accepted' };
  }

  function noteFrom(message: ClaimedMessage, problem: DeliveryProblem, before: EndpointHealth): DeliveryNote {
    const { messageId } = message;
    const othersWereTaken = problem.counts && comparison.rejected(messageId);
    const onlyThisOne = before.doubted.every((doubted) => doubted === messageId);
    const isSystem = health.cause === 'not-now' && hasWorsened(before, health);
    const against = isSystem ? 'system' : othersWereTaken && onlyThisOne ? 'message' : 'unknown';
    const { deduplicates } = endpoint;
    const patience = comparison.patience();
    const note = noteFromFailure({ message, problem, deduplicates, against, patience, random: random() });
    if (problem.kind === 'permanent' && !problem.proven) {
      if (note.state === 'refused') refusedUnproven.push(messageId);
      else takeBackRefusals();
    }
    return note;
  }

  /** Those that were refused just before it was seen that the system refuses everything wait with the others. */
  function takeBackRefusals(): void {
    if (refusedUnproven.length === 0 || !store.takeBackRefusals(refusedUnproven).ok) return;
    refusedUnproven = [];
  }

  /** At least as long as the hospital asks for, and with the back-off. */
  function leaveAlone(askedMs: number): number {
    const ms = Math.max(afterAskedMs(askedMs, random()), pauseMs(health, random()));
    leftAlone = true;
    callOffTimer = clock.after(ms, endPause);
    return ms;
  }

  function endPause(): boolean {
    const wasLeftAlone = leftAlone;
    callOffTimer();
    leftAlone = false;
    rest.end();
    return wasLeftAlone;
  }

  function noteSoon(answer: Answered): void {
    if (answered.length === 0) callOffNoting = clock.after(unnotedForMs, noteNow);
    answered.push(answer);
  }

  function isToBeNotedNow(): boolean {
    return diskRefused || answered.length >= mostUnnoted || answered.at(-1)?.note.state !== 'accepted';
  }

  /** Answers are kept in memory until the disk takes them. Stopping before that leaves the messages to the next start. */
  async function noteDurably(): Promise<void> {
    while (!noteNow() && !stopping) await rest.wait(storeRetryMs);
  }

  /** Whether all answers are on disk. */
  function noteNow(): boolean {
    callOffNoting();
    if (answered.length === 0 || abandoned) return true;
    diskRefused = !store.noteDeliveries(answered.map(({ message: { messageId }, note }) => ({ messageId, note }))).ok;
    if (diskRefused) return false;
    const noted = answered;
    answered = [];
    for (const answer of noted) report(answer);
    return true;
  }

  function reportUnreadable({ controlId, attempts }: UnreadableMessage): void {
    log('delivery-refused', { endpointId: endpoint.id, controlId, attempts, reason: 'unreadable' });
  }

  function report({ message: { controlId, attempts }, note, tookMs, leaveAloneMs }: Answered): void {
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

/** A Retry-After with 409 or 412 is about one message, and holds up no other patient. */
function aboutTheSystem({ reason }: DeliveryProblem): boolean {
  return reason !== 'http-conflict-409' && reason !== 'http-precondition-412';
}

function pauseMs({ failures, cause }: EndpointHealth, random: number): number {
  switch (cause) {
    case 'settings':
      return longBackoffMs(failures, random, settingsBackoff);
    case 'not-now':
      return restMs(failures, random, notNowBackoff);
    case 'unreachable':
      return backoffMs(failures, random, unreachableBackoff);
    default:
      return unreachable(cause);
  }
}
