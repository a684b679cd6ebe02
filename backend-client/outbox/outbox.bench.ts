import assert from 'node:assert/strict';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { Log, LogEventId } from '#config/agreements/log-events.ts';
import { problem, type Result } from '#config/agreements/result.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import type { MessageCounts } from '../contract/store.ts';
import type { MessageQueue } from '../store/message-queue.ts';
import { citizen, createStoreBench, numberFor, request } from '../store/store.bench.ts';
import type { Store, StoreSettings } from '../store/store.ts';
import type { EndpointCircuit } from './endpoint-health.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type Answer = Result<'accepted', DeliveryProblem>;

export const accepted: Answer = { ok: true, value: 'accepted' };
export const nobodyListens = problem({ kind: 'transient', reason: 'not-connected', counts: false } as const);
export const notNow = problem({ kind: 'transient', reason: 'hospital-reject-ar', counts: true } as const);
export const noAnswer = problem({ kind: 'ambiguous', reason: 'no-answer', counts: true } as const);
export const wrong = problem({ kind: 'permanent', reason: 'hl7-content-refused', counts: true, proven: true } as const);
/** AE without a reason. */
export const refusedBarely = problem({
  kind: 'permanent',
  reason: 'hospital-error-ae',
  counts: true,
  proven: false,
} as const);
export const brokenInside = problem({ kind: 'ambiguous', reason: 'http-server-error-5xx', counts: true } as const);

/** For tests: an outbox on a real store, a hospital that does as it is told, and a hand on the clock. */
export interface OutboxBench {
  readonly clock: HandCrankedClock;
  /** Ticket numbers in the order in which their messages were sent. */
  readonly sent: string[];
  readonly lines: { readonly id: LogEventId; readonly fields: Readonly<Record<string, unknown>> }[];
  start(endpoint: Endpoint, changes?: OutboxChanges): void;
  stop(): Promise<void>;
  closeStore(): void;
  counts(): MessageCounts;
  circuits(): readonly EndpointCircuit[];
  /** The technician's button; what is due is sent before this resolves. */
  tryNow(endpointId?: string): Promise<boolean>;
  /** Patients check in; what is due is sent before this resolves. */
  arrive(...people: readonly number[]): Promise<void>;
  /** Lets the time pass in small steps, so that what is sent in between gets its answer. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Every promise that can go on without time or network has gone on. */
  settle(): Promise<void>;
  /** Answers at once. */
  hospital(answer: (number: string, message: OutgoingMessage) => Answer, habits?: HospitalHabits): Endpoint;
  hospitalThatWaits(): WaitingHospital;
  remove(): Promise<void>;
}

export interface OutboxChanges {
  readonly otherEndpoint?: Endpoint;
  readonly store?: Partial<StoreSettings>;
  /** Stands between outbox and store. */
  readonly between?: (real: MessageQueue) => MessageQueue;
}

export interface HospitalHabits {
  readonly id?: string;
  readonly deduplicates?: boolean;
  readonly tookMs?: number;
}

export interface WaitingHospital {
  readonly endpoint: Endpoint;
  readonly controlIds: string[];
  answer(answer: Answer): void;
}

export function createOutboxBench(): OutboxBench {
  const bench = createStoreBench();
  const { clock } = bench;
  const sent: string[] = [];
  const lines: OutboxBench['lines'] = [];
  const log: Log = (id, fields) => void lines.push({ id, fields });
  let running: { readonly store: Store; readonly outbox: Outbox } | undefined;

  return {
    clock,
    sent,
    lines,
    start,
    stop: () => current().outbox.stop(),
    closeStore: () => current().store.close(),
    counts: () => current().store.messageCounts(),
    circuits: () => current().outbox.circuits(),
    tryNow,
    arrive,
    pass,
    settle,
    hospital,
    hospitalThatWaits,
    remove,
  };

  function current(): { readonly store: Store; readonly outbox: Outbox } {
    assert.ok(running);
    return running;
  }

  function start(
    endpoint: Endpoint,
    { otherEndpoint, between = (real) => real, ...changes }: OutboxChanges = {},
  ): void {
    const endpoints = otherEndpoint ? [endpoint, otherEndpoint] : [endpoint];
    const store = bench.open({ endpoints, ...changes.store });
    const outbox = createOutbox({ store: between(store), endpoints, clock, random: () => 0.5, log });
    running = { store, outbox };
    outbox.start();
  }

  async function tryNow(endpointId = 'his'): Promise<boolean> {
    const tried = current().outbox.tryNow(endpointId);
    await settle();
    return tried;
  }

  async function arrive(...people: readonly number[]): Promise<void> {
    const { store, outbox } = current();
    for (const who of people) {
      numberFor(store, request(citizen(who)));
      outbox.wake();
    }
    await settle();
  }

  async function pass(ms: number, longestStepMs = 500): Promise<void> {
    const stepMs = Math.min(ms, longestStepMs);
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await settle();
    }
  }

  function settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  function hospital(
    answer: (number: string, message: OutgoingMessage) => Answer,
    { id = 'his', deduplicates = true, tookMs = 0 }: HospitalHabits = {},
  ): Endpoint {
    let inFlight = 0;
    return {
      id,
      deduplicates,
      async send(message) {
        inFlight += 1;
        assert.equal(inFlight, 1, 'two messages in flight');
        const number = numberIn(message);
        sent.push(number);
        clock.advance(tookMs);
        await Promise.resolve();
        inFlight -= 1;
        return answer(number, message);
      },
      close: () => Promise.resolve(),
    };
  }

  function hospitalThatWaits(): WaitingHospital {
    const controlIds: string[] = [];
    let answer: (answer: Answer) => void = () => {};
    const endpoint: Endpoint = {
      id: 'his',
      deduplicates: true,
      send(message) {
        sent.push(numberIn(message));
        controlIds.push(message.controlId);
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      close: () => Promise.resolve(),
    };
    return { endpoint, controlIds, answer: (given) => answer(given) };
  }

  async function remove(): Promise<void> {
    await running?.outbox.stop();
    running?.store.close();
    bench.remove();
  }
}

function numberIn({ bytes }: OutgoingMessage): string {
  return Buffer.from(bytes).toString().split('|')[2] ?? '';
}

export function countOf(numbers: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}
