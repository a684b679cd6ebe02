import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { type Result, unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, Endpoint } from '../contract/delivery.ts';
import type {
  ClaimedMessage,
  DeliveryNote,
  HowToClaim,
  MessageQueue,
  UnreadableMessage,
} from '../store/message-queue.ts';
import { afterAskedMs, backoffMs, longBackoffMs, restMs } from './backoff.ts';
import { type Comparison, createComparison } from './comparison.ts';
import { noteFromFailure, notNowBackoff, settingsBackoff, unreachableBackoff } from './delivery-decision.ts';
import { type EndpointCircuit, type EndpointHealth, hasWorsened, healthAfter, healthy } from './endpoint-health.ts';
import { createRest, type Rest } from './rest.ts';
import { type Answered, mostUnnoted, UnnotedAnswers } from './unnoted-answers.ts';

type Delivery = Result<'accepted', DeliveryProblem>;

/** The store cannot write now (disk full); the kiosk is out of service and this loop only waits. */
const storeRetryMs = 5_000;

export interface LoopNeeds {
  readonly store: MessageQueue;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * Delivers one endpoint's messages, one in flight, or one batch where an endpoint takes several at once.
 *
 * Where the hospital may get a message twice only with a person's word, the claim is on disk before the message leaves, and
 * the answer before the next claim: after a crash, what was in flight is known to be unsure. Where repeats are dropped
 * (`deduplicates`), a crash repeats messages under the same ids anyway; there a batch is claimed in memory, and
 * acceptances are noted together, soon. Whatever else the hospital says is noted at once, after them.
 */
export class DeliveryLoop {
  readonly #store: MessageQueue;
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #log: Log;
  readonly #howToClaim: HowToClaim;
  readonly #rest: Rest;
  readonly #unnoted: UnnotedAnswers;
  readonly #comparison: Comparison = createComparison();
  #health: EndpointHealth = healthy;
  /** Of the failures in a row that stand now. */
  #trouble: { readonly reason: DeliveryReason; readonly since: number } | undefined;
  /** Refused without a reason since the last acceptance: a person's turn only when it was not the system. */
  #refusedUnproven: number[] = [];
  #accepted = 0;
  #stopping = false;
  /** Set while the endpoint is left alone. A timer and not a moment, because the clock may be set meanwhile. */
  #leftAlone = false;
  #callOffTimer = () => {};

  constructor({ store, endpoint, clock, random, log }: LoopNeeds) {
    this.#store = store;
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#random = random;
    this.#log = log;
    this.#howToClaim = endpoint.deduplicates ? { most: mostUnnoted, mark: 'in-memory' } : { most: 1, mark: 'on-disk' };
    this.#rest = createRest(clock);
    this.#unnoted = new UnnotedAnswers({ store, endpointId: endpoint.id, clock, log });
  }

  circuit(): EndpointCircuit {
    const circuit = this.#leftAlone ? 'open' : this.#health.failures > 0 ? 'half-open' : 'closed';
    return { endpointId: this.#endpoint.id, circuit, reason: this.#trouble?.reason, since: this.#trouble?.since };
  }

  /** How many messages were accepted since the start. */
  accepted(): number {
    return this.#accepted;
  }

  /** Resolves after `stop()`, when no message is in flight. */
  async run(): Promise<void> {
    while (!this.#stopping) {
      const pause = this.#leftAlone ? 'until-woken' : await this.#deliverNext();
      if (pause === 'until-woken') await this.#rest.wait();
      else if (pause > 0) await this.#rest.wait(pause);
    }
  }

  /** Something may be due. */
  wake(): void {
    this.#rest.end();
  }

  /** Ends the pause, if there is one, and says whether there was. The next message tells how things are. */
  endPause(): boolean {
    const wasLeftAlone = this.#leftAlone;
    this.#callOffTimer();
    this.#leftAlone = false;
    this.#rest.end();
    return wasLeftAlone;
  }

  /** Claims nothing more. */
  stop(): void {
    this.#stopping = true;
    this.#callOffTimer();
    this.#unnoted.noteNow();
    this.#rest.end();
  }

  /** Leaves the message in flight as it is on disk, and touches the store no more. */
  abandon(): void {
    this.#unnoted.abandon();
  }

  /** Says how long nothing is to be done: ms, 0 for "go on at once". */
  async #deliverNext(): Promise<number | 'until-woken'> {
    const claim = this.#store.claim(this.#endpoint.id, this.#howToClaim);
    if (!claim.ok) return storeRetryMs;
    switch (claim.value.kind) {
      case 'nothing-queued':
        return 'until-woken';
      case 'not-due':
        return claim.value.dueInMs;
      case 'claimed':
        for (const unreadable of claim.value.unreadable) this.#reportUnreadable(unreadable);
        for (const batch of this.#batchesOf(claim.value.messages)) {
          if (this.#stopping || this.#leftAlone) break;
          for (const answered of await this.#deliver(batch)) this.#unnoted.add(answered);
          if (this.#unnoted.isToBeNotedNow()) await this.#noteDurably();
        }
        await this.#noteDurably();
        if (!this.#unnoted.isAbandoned()) this.#store.giveBack(this.#endpoint.id);
        return 0;
      default:
        return unreachable(claim.value);
    }
  }

  #batchesOf(messages: readonly ClaimedMessage[]): readonly (readonly ClaimedMessage[])[] {
    return this.#endpoint.sendMany && messages.length > 0 ? [messages] : messages.map((message) => [message]);
  }

  async #deliver(batch: readonly ClaimedMessage[]): Promise<readonly Answered[]> {
    const startedAt = this.#clock.now();
    const answers = await this.#send(batch);
    const tookMs = this.#clock.now() - startedAt;
    return batch.flatMap((message, at) => {
      const answer = answers[at];
      return answer ? [this.#answered(message, answer, tookMs)] : [];
    });
  }

  #send(batch: readonly ClaimedMessage[]): Promise<readonly Delivery[]> {
    const { sendMany } = this.#endpoint;
    return sendMany ? sendMany(batch) : Promise.all(batch.map((message) => this.#endpoint.send(message)));
  }

  #answered(message: ClaimedMessage, answer: Delivery, tookMs: number): Answered {
    const failure = answer.ok ? undefined : answer.problem;
    const before = this.#health;
    this.#health = healthAfter(before, message, failure);
    const asked = failure && aboutTheSystem(failure) ? (failure.retryAfterMs ?? 0) : 0;
    const isToRest = !this.#stopping && (hasWorsened(before, this.#health) || asked > 0);
    if (failure && (this.#health.failures > 0 || isToRest))
      this.#trouble = { reason: failure.reason, since: this.#trouble?.since ?? this.#clock.now() };
    else if (this.#health.failures === 0) this.#trouble = undefined;
    const leaveAloneMs = isToRest ? this.#leaveAlone(asked) : 0;
    const note = failure ? this.#noteFrom(message, failure, before) : this.#noteAcceptance(message);
    return { message, note, tookMs, leaveAloneMs };
  }

  #noteAcceptance(message: ClaimedMessage): DeliveryNote {
    this.#accepted += 1;
    this.#comparison.accepted(message);
    this.#refusedUnproven = [];
    return { state: 'accepted' };
  }

  #noteFrom(message: ClaimedMessage, problem: DeliveryProblem, before: EndpointHealth): DeliveryNote {
    const { messageId } = message;
    const othersWereTaken = problem.counts && this.#comparison.rejected(messageId);
    const onlyThisOne = before.doubted.every((doubted) => doubted === messageId);
    const isSystem = this.#health.cause === 'not-now' && hasWorsened(before, this.#health);
    const against = isSystem ? 'system' : othersWereTaken && onlyThisOne ? 'message' : 'unknown';
    const { deduplicates } = this.#endpoint;
    const patience = this.#comparison.patience();
    const note = noteFromFailure({ message, problem, deduplicates, against, patience, random: this.#random() });
    if (problem.kind === 'permanent' && !problem.proven) {
      if (note.state === 'refused') this.#refusedUnproven.push(messageId);
      else this.#takeBackRefusals();
    }
    return note;
  }

  /** Those that were refused just before it was seen that the system refuses everything wait with the others. */
  #takeBackRefusals(): void {
    if (this.#refusedUnproven.length === 0 || !this.#store.takeBackRefusals(this.#refusedUnproven).ok) return;
    this.#refusedUnproven = [];
  }

  /** At least as long as the hospital asks for, and with the back-off. */
  #leaveAlone(askedMs: number): number {
    const ms = Math.max(afterAskedMs(askedMs, this.#random()), pauseMs(this.#health, this.#random()));
    this.#leftAlone = true;
    this.#callOffTimer = this.#clock.after(ms, () => this.endPause());
    return ms;
  }

  /** Nothing is sent until the disk takes the answers. Stopping before that leaves the messages to the next start. */
  async #noteDurably(): Promise<void> {
    while (!this.#unnoted.noteNow() && !this.#stopping) await this.#rest.wait(storeRetryMs);
  }

  #reportUnreadable({ controlId, attempts }: UnreadableMessage): void {
    const endpointId = this.#endpoint.id;
    this.#log('delivery-refused', { endpointId, controlId, attempts, reason: 'unreadable' });
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
