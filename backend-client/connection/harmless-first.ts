import type { Clock } from '#config/agreements/clock.ts';
import { problem, type Result } from '#config/agreements/result.ts';
import type { HospitalSettings } from '#config/settings/site-file.ts';
import type { DeliveryProblem, Endpoint } from '../contract/delivery.ts';

/**
 * For systems that do not drop repeats: something harmless is asked before a patient's message goes. A balancer or proxy that takes
 * connections in front of a dead program would otherwise leave every message in doubt, and a person would have to look for each.
 */
export interface HarmlessFirst {
  /** What speaks against sending now; `undefined`: the message may go. */
  ask(): Promise<DeliveryProblem | undefined>;
  /** How the message fared that went after `ask`. */
  note(delivery: Result<'accepted', DeliveryProblem>): void;
  /** Whoever was trusted may not be who is there now: a new connection. */
  distrust(): void;
}

/** Says nothing about any patient. A problem with `counts: false`: nothing was risked. */
export type HarmlessQuestion = () => Promise<Result<'answered', DeliveryProblem>>;

/** What follows an answer so closely needs no question. */
const trustedForMs = 50;

/**
 * Some programs take messages and know no such question. One that has never answered it gets a message all the same after so many
 * silent ones; if that is lost in the dark, the next is risked ten times later.
 */
const firstRiskAfter = 3;

/** Nobody behind the connection answered the harmless question. */
export const probeUnanswered: DeliveryProblem = { kind: 'transient', reason: 'probe-unanswered', counts: false };

export function createHarmlessFirst(question: HarmlessQuestion, clock: Pick<Clock, 'monotonic'>): HarmlessFirst {
  let trustedUntil = Number.NEGATIVE_INFINITY;
  let knows: 'unknown' | 'the-question' | 'messages-only' = 'unknown';
  let unanswered = 0;
  let riskAfter = firstRiskAfter;
  let isRisked = false;

  return { ask, note, distrust };

  async function ask(): Promise<DeliveryProblem | undefined> {
    isRisked = false;
    if (knows === 'messages-only' || clock.monotonic() < trustedUntil) return undefined;
    const asked = await question();
    if (asked.ok) {
      knows = 'the-question';
      unanswered = 0;
      trustedUntil = clock.monotonic() + trustedForMs;
      return undefined;
    }
    if (asked.problem.reason !== 'probe-unanswered' || knows === 'the-question') return asked.problem;
    unanswered += 1;
    if (unanswered < riskAfter) return asked.problem;
    unanswered = 0;
    riskAfter *= 10;
    isRisked = true;
    return undefined;
  }

  function note(delivery: Result<'accepted', DeliveryProblem>): void {
    const isAnswered = delivery.ok || (delivery.problem.counts && delivery.problem.kind !== 'ambiguous');
    trustedUntil = isAnswered ? clock.monotonic() + trustedForMs : Number.NEGATIVE_INFINITY;
    if (isAnswered && isRisked) knows = 'messages-only';
  }

  function distrust(): void {
    trustedUntil = Number.NEGATIVE_INFINITY;
  }
}

/** Where a repeat would be a second registration, something harmless is asked first. */
export function askingFirstUnlessDeduplicated(
  { deduplicates, probe }: Pick<HospitalSettings, 'deduplicates' | 'probe'>,
  endpoint: Endpoint,
  question: HarmlessQuestion,
  clock: Pick<Clock, 'monotonic'>,
): Endpoint {
  return deduplicates || !probe ? endpoint : askingFirst(endpoint, question, clock);
}

/** The same endpoint, asking first. */
export function askingFirst(endpoint: Endpoint, question: HarmlessQuestion, clock: Pick<Clock, 'monotonic'>): Endpoint {
  const first = createHarmlessFirst(question, clock);
  return {
    ...endpoint,
    async send(message) {
      const against = await first.ask();
      if (against) return problem(against);
      const delivery = await endpoint.send(message);
      first.note(delivery);
      return delivery;
    },
  };
}
