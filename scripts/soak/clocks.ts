import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Endpoint } from '#backend-client/contract/delivery.ts';
import { explainGaps } from '#backend-client/numbering/gaps.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { citizen, createStoreBench, request } from '#backend-client/store/store.bench.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { ok, problem } from '#config/agreements/result.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';

interface ClockPlan {
  readonly days: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface ClockSoak {
  /** Promises that did not hold. */
  readonly broken: readonly string[];
  readonly visits: number;
  readonly returning: number;
  readonly restarts: number;
  readonly leaps: number;
  readonly deadClocks: number;
  readonly outages: number;
  /** Steps of the simulation at which the kiosk was not sure of the date. */
  readonly unsure: number;
  readonly erased: number;
  /** Tickets that were listed for the desk. */
  readonly expired: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const timeZone = 'Asia/Ho_Chi_Minh';
/** Fewer than there are visits, so that people come again. */
const people = 40;

interface Told {
  readonly visitId: string;
  readonly ticket: string;
  readonly realDay: string;
}

/**
 * A kiosk's real store and outbox through random days, each on a clock that may be wrong: by minutes, days or years, from a
 * start on or from one minute to the next, dead and begun anew in 1970; with nights, repairs, power cuts, outages of hours and of
 * weeks, with and without a time server. What is real is known to the soak alone.
 */
export async function soakClocks({ days, seed, say }: ClockPlan): Promise<ClockSoak> {
  const random = createSeededRandom(seed);
  const chance = (share: number) => random() < share;
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const bench = createStoreBench();
  const { clock } = bench;
  const begunAt = clock.now();

  /** By how much the machine's clock is wrong. */
  let errorMs = 0;
  let hasTimeServer = true;
  let isHospitalUp = true;
  let hospitalUpAt = Number.POSITIVE_INFINITY;
  let bootedAt = 0;
  let steps = 0;

  const seen = { restarts: 0, leaps: 0, deadClocks: 0, outages: 0, unsure: 0, erased: 0, returning: 0 };
  const broken: string[] = [];
  const told: Told[] = [];
  const numbersOfDay = new Map<string, Set<string>>();
  const lastRealDay = new Map<number, string>();
  const accepted = new Set<string>();
  const listed = new Set<string>();

  const real = () => begunAt + clock.monotonic();
  const realDay = () => businessDayAt(real(), timeZone);
  function setError(ms: number): void {
    clock.leap(ms - errorMs);
    errorMs = ms;
    seen.leaps += 1;
  }

  const endpoint: Endpoint = {
    id: 'his',
    deduplicates: true,
    async send({ bytes }) {
      const visitId = Buffer.from(bytes).toString().split('|')[3] ?? '';
      if (!isHospitalUp) return problem({ kind: 'transient', reason: 'not-connected', counts: false });
      kiosk.store.time.heardHospital({ host: 'his', at: real(), isZoned: true });
      accepted.add(visitId);
      return ok('accepted');
    },
    close: async () => {},
  };

  function open() {
    bootedAt = clock.monotonic();
    const store = bench.open({
      clock: { now: clock.now, monotonic: () => clock.monotonic() - bootedAt },
      renderers: [
        {
          endpointId: 'his',
          takes: ['registration'],
          render: (fact, controlId) => {
            if (fact.kind !== 'registration') throw new Error(fact.kind);
            return Buffer.from(['registration', controlId, fact.visit.number.text, fact.visit.visitId].join('|'));
          },
        },
      ],
    });
    const outbox = createOutbox({ store, endpoints: [endpoint], clock, random, log: () => {} });
    outbox.start();
    return { store, outbox };
  }

  async function close(): Promise<void> {
    // A power cut leaves no last word.
    if (chance(0.5)) kiosk.store.time.note();
    await kiosk.outbox.stop();
    kiosk.store.close();
  }

  async function passes(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 30 * minuteMs) {
      clock.advance(Math.min(left, 30 * minuteMs));
      if (real() >= hospitalUpAt) isHospitalUp = true;
      if (hasTimeServer && errorMs !== 0 && chance(0.3)) setError(0);
      kiosk.store.time.note();
      kiosk.store.time.heardKernel(hasTimeServer ? errorMs === 0 : undefined);
      steps += 1;
      if (steps % 2 === 0) await erase();
      for (let turns = 0; turns < 6; turns += 1) await nextTurn();
    }
  }

  async function erase(): Promise<void> {
    const isSure = kiosk.store.time.status().trust.is === 'confirmed';
    if (!isSure) seen.unsure += 1;
    const erased = await kiosk.store.eraseExpired();
    if (!erased.ok) throw new Error(erased.problem.kind);
    const { visits, messages, dayKeys } = erased.value;
    if (!isSure && visits + messages + dayKeys > 0)
      broken.push(`${realDay()}: erased though nobody was sure of the date`);
    seen.erased += visits;
    const expired = kiosk.store.expiredTickets();
    for (const { ticketNumber, day } of expired) {
      const ticket = `${day} ${ticketNumber}`;
      if (isHospitalUp && !listed.has(ticket)) broken.push(`${ticket} expired though the hospital would have taken it`);
      listed.add(ticket);
    }
    if (expired.length > 0 && chance(0.1)) kiosk.store.takeExpired(expired.length, 'Trần Thị Thử');
  }

  function arrives(who: number): void {
    const stored = kiosk.store.storeVisit(request(citizen(who)));
    if (!stored.ok) throw new Error(stored.problem.kind);
    const { visit, found } = stored.value;
    const { text } = visit.number;
    const today = realDay();
    const before = lastRealDay.get(who);
    const isReturning = before !== undefined && before !== today;
    if (isReturning) seen.returning += 1;
    if (isReturning && found)
      broken.push(`${today}: patient ${who} of ${before} was found as ${text}, and nobody was told`);
    lastRealDay.set(who, today);
    kiosk.outbox.wake();
    if (found) return;
    const numbers = numbersOfDay.get(today) ?? new Set();
    if (numbers.has(text)) broken.push(`${today}: ${text} was given twice`);
    numbersOfDay.set(today, numbers.add(text));
    told.push({ visitId: visit.visitId, ticket: `${visit.day} ${text}`, realDay: today });
  }

  /** Nights and repairs; the clock that the kiosk wakes to may be another one. */
  async function isOff(ms: number): Promise<void> {
    await close();
    clock.advance(ms);
    if (real() >= hospitalUpAt) isHospitalUp = true;
    seen.restarts += 1;
    const roll = random();
    if (roll < 0.06) {
      seen.deadClocks += 1;
      setError((chance(0.5) ? 0 : Date.UTC(2000, 0, 1)) + between(5, 90) * 1_000 - real());
    } else if (roll < 0.14) setError(between(40, 60) * dayMs);
    else if (roll < 0.2 && ms < 20 * hourMs) setError((chance(0.5) ? 1 : -1) * between(2, 400) * dayMs);
    else if (roll < 0.6) setError(chance(0.3) ? between(-4, 4) * minuteMs : 0);
    kiosk = open();
  }

  let kiosk = open();
  const longOutageOn = days >= 60 ? Math.floor(days / 4) : undefined;
  for (let day = 0; day < days; day += 1) {
    if (chance(0.1)) hasTimeServer = chance(0.5);
    // One is longer than anything is kept.
    const isLong = day === longOutageOn;
    if (isLong || (isHospitalUp && chance(0.12))) {
      isHospitalUp = false;
      seen.outages += 1;
      hospitalUpAt = real() + (isLong ? between(34, 40) * dayMs : between(1, 60) * hourMs);
    }
    // From about 07:00 to 17:00.
    for (let half = 0; half < 20; half += 1) {
      if (chance(0.3)) arrives(between(1, people));
      if (chance(0.02)) await isOff(between(1, 30) * minuteMs);
      if (chance(0.02)) {
        const ms = [between(3, 14) * minuteMs, between(2, 5) * dayMs, between(1, 20) * 365 * dayMs][between(0, 2)] ?? 0;
        setError(errorMs + (chance(0.5) ? ms : -ms));
      } else if (errorMs !== 0 && chance(0.1)) setError(0);
      await passes(30 * minuteMs);
    }
    // Until seven in the morning: nobody comes around midnight, where minutes would decide what day it is.
    const nightMs = dayMs - ((real() + 7 * hourMs) % dayMs) + 7 * hourMs;
    if (day > 20 && chance(0.02)) await isOff(nightMs + between(3, 35) * dayMs);
    else if (chance(0.7)) await isOff(nightMs);
    else await passes(nightMs);
    if ((day + 1) % 20 === 0)
      say(`${day + 1} days, ${told.length} visits, ${seen.leaps} leaps, ${broken.length} broken`);
  }

  // Everything is mended, and two days pass.
  isHospitalUp = true;
  hasTimeServer = true;
  setError(0);
  for (let half = 0; half < 4; half += 1) await passes(12 * hourMs);
  const counts = kiosk.store.messageCounts();
  if (counts.queued + counts.sending + counts.refused + counts.unsure > 0)
    broken.push(`something still waits: ${JSON.stringify(counts)}`);
  for (const { visitId, ticket, realDay: day } of told) {
    if (!accepted.has(visitId) && !listed.has(ticket)) broken.push(`${day}: ${ticket} is lost`);
  }
  for (const day of new Set(told.map(({ ticket }) => ticket.slice(0, 10)))) {
    for (const gap of explainGaps(kiosk.store.numberingOf(businessDayAt(Date.parse(`${day}T05:00:00Z`), timeZone))))
      broken.push(`${day}: ${gap}`);
  }
  await close();
  bench.remove();
  return { broken, visits: told.length, expired: listed.size, ...seen };
}
