import * as z from 'zod';
import {
  callEndRequest,
  callRequest,
  chairRequest,
  contactRequest,
  factsRequest,
  hasNumberRequest,
  type KioskFact,
  leaseRequest,
  profileHeader,
  reportLeasesRequest,
  wireVersion,
} from '#backend-client/hub-link/wire.ts';
import type { AlertId } from '#config/agreements/ids.ts';
import { bearerOf } from '#kiosk/web/bearer.ts';
import type { Call, Method, Route } from '#kiosk/web/routes.ts';
import type { EnrolledKiosk } from '../log/enrolment.ts';
import type { KioskAct } from '../queue/acts.ts';
import { isInvitedTo } from '../queue/chairs.ts';
import { counterIn } from '../queue/owned-day.ts';
import { wantsLeases } from '../queue/rules/leases.ts';
import type { HubParts, HubRole, HubRoutes } from './hub-parts.ts';
import type { KeyProblem } from './kiosk-keys.ts';
import { wordOfServices } from './services-for-kiosks.ts';

/** Five hundred facts with their documents. */
const largestFacts = 1_048_576;

/**
 * What kiosks ask, as `backend-client/hub-link/wire.ts` says it. Who speaks is told by the key alone, so no kiosk can speak for another;
 * what it may do with the visits and leases of another one is refused by `decide`. Whatever came twice is answered twice alike.
 */
export const kioskRoutes: HubRoutes = (parts) => {
  const { decider, store, calls, fleet, clock, time, settings, log } = parts;
  return [
    question(parts, 'POST', 'facts', factsRequest, largestFacts, async (kiosk, { facts }) => {
      // In one breath, so that they are decided in order and committed together.
      const asked: Promise<Outcome | undefined>[] = [];
      for (const fact of facts) asked.push(outcomeOf(parts, kiosk, fact, asked));
      const outcomes = await Promise.all(asked);
      return outcomes.every((each) => each !== undefined) ? { outcomes, now: clock.now() } : notDeciding;
    }),
    question(
      parts,
      'POST',
      'lease',
      leaseRequest,
      usual,
      async ({ kioskId }, { actId, day, series, count, ledger }) => {
        const now = clock.now();
        const today = decider.today();
        // Refused, a kiosk would forget what it has asked for, and a block that is leased already would be nobody's.
        if (!today) return notDeciding;
        if (ledger !== undefined && ledger !== today.ledger) return { is: 'refused', why: 'other-ledger', now };
        const decided = await decider.decide(actId, { kind: 'lease', kioskId, day, series, count });
        if (!decided.ok)
          return decided.problem.kind === 'refused' ? { is: 'refused', why: decided.problem.why, now } : notDeciding;
        const leased = decided.value.events.map(({ event }) => event).find((event) => event.kind === 'leased');
        if (!leased) return { is: 'refused', why: 'not-yours', now };
        const { first, last } = leased;
        return { is: 'leased', day: leased.day, series: leased.series, first, last, now };
      },
    ),
    question(parts, 'POST', 'has-number', hasNumberRequest, usual, async (_kiosk, { day, documents }) => {
      const today = decider.today();
      const found = today && (await store.documents.find(day, documents));
      if (!found?.ok) return notDeciding;
      const entries = found.value.flatMap((visitId) => today?.entries.get(visitId) ?? []);
      const numbers = entries
        .filter(({ state }) => state.is !== 'withdrawn')
        .slice(0, 8)
        .map(({ visitId, day: ofDay, number, serviceCode, givenAt, from }) => ({
          ...{ visitId, day: ofDay, number, serviceCode, givenAt },
          kioskId: from.kind === 'kiosk' ? from.kioskId : '',
        }));
      return { numbers, now: clock.now() };
    }),
    question(
      parts,
      'POST',
      'report-leases',
      reportLeasesRequest,
      65_536,
      async ({ kioskId }, { actId, day, leases }) => {
        const decided = await decider.decide(actId, { kind: 'report-leases', kioskId, day, leases });
        if (!decided.ok && decided.problem.kind === 'not-deciding') return notDeciding;
        return decided.ok
          ? { outcomes: [{ is: 'done' }], now: clock.now() }
          : { outcomes: [{ is: 'refused', why: whyOf(decided.problem) }], now: clock.now() };
      },
    ),
    question(parts, 'POST', 'contact', contactRequest, usual, (kiosk, { program, condition, documentKey, now }) => {
      if (now !== undefined) time.heard(now);
      fleet.heard(kiosk, { program, condition, documentKey });
      const today = decider.today();
      if (!today) return notDeciding;
      const known = fleet.documentKey();
      return {
        now: clock.now(),
        day: today.day,
        mark: kiosk.mark,
        wantsLeases: wantsLeases(today, kiosk.kioskId),
        ledger: today.ledger,
        services: wordOfServices(settings.services, today, kiosk.kioskId),
        closedDays: settings.site.closedDays,
        hearsMeasured: settings.counters.some((counter) => counter.kiosk !== undefined),
        ...(known === undefined ? {} : { documentKey: known }),
      };
    }),
    question(parts, 'POST', 'chair', chairRequest, usual, async ({ kioskId }, { actId, chair: told }) => {
      const chair = settings.counters.find(({ kiosk }) => kiosk === kioskId);
      if (!chair) return { is: 'none', now: clock.now() };
      const act: KioskAct =
        told.is === 'free' ? { kind: 'chair-free', kioskId } : { kind: 'chair-taken', kioskId, visitId: told.visitId };
      const decided = await decider.decide(actId, act);
      const today = decider.today();
      if (!decided.ok || !today) return notDeciding;
      const now = clock.now();
      const { serving } = counterIn(today, chair.id);
      const entry = serving && today.entries.get(serving);
      if (entry?.chair?.is !== 'invited' || !isInvitedTo(entry, chair.id, now)) return { is: 'chair', now };
      const { visitId, number } = entry;
      return {
        is: 'chair',
        now,
        invited: { visitId, number: number.text, comeWithinMs: Math.min(entry.chair.until - now, 3_600_000) },
      };
    }),
    question(parts, 'POST', 'calls', callRequest, usual, ({ kioskId }, call) => {
      const { alertId, kind, place: where, raisedAt, escalation, ticketNumber } = call;
      const place = settings.kiosks.find(({ id }) => id === kioskId)?.place;
      log('call-raised', { alertId, kind, kioskId, escalation });
      calls.raise({ alertId, kind, kioskId, where, place, raisedAt, escalation, ticketNumber });
      return standingOf(calls.acknowledgedBy(kioskId, alertId));
    }),
    question(parts, 'POST', 'calls/end', callEndRequest, usual, ({ kioskId }, { alertId, by }) => {
      log('call-ended', { alertId });
      calls.end(kioskId, alertId, by);
      return {};
    }),
    question(parts, 'GET', 'calls/:alertId', undefined, usual, ({ kioskId }, _nothing, { alertId = '' }) =>
      standingOf(calls.acknowledgedBy(kioskId, alertId as AlertId)),
    ),
  ];
};

const usual = 16_384;
const notDeciding = { refused: 'not-deciding' } as const;

type Answer = object;

/** One question: the key, the body, the version; then what is asked. */
function question<Schema extends z.ZodType | undefined>(
  { kiosks, settings }: HubParts,
  method: Method,
  path: string,
  schema: Schema,
  bodyLimit: number,
  answer: (
    kiosk: EnrolledKiosk,
    body: Schema extends z.ZodType ? z.infer<Schema> : undefined,
    params: Readonly<Record<string, string>>,
  ) => Answer | Promise<Answer>,
): Route<HubRole> {
  return {
    kind: 'answer',
    access: 'program',
    method,
    path: `/kiosk/v1/${path}`,
    bodyLimit,
    async handle({ headers, source, body, params, reply }: Call<undefined, HubRole>) {
      const key = bearerOf(headers);
      const kiosk = key === undefined ? undefined : await kiosks.whose(key, source);
      if (!kiosk?.ok) return refuseKey(reply, kiosk?.problem ?? { kind: 'key-unknown' });
      const profile = headers[profileHeader];
      if (profile !== undefined && profile !== settings.profile) return reply.code(409).send({ kind: 'profile' });
      if (isOtherVersion(body)) return reply.code(409).send({ kind: 'version' });
      const read = (schema ?? z.undefined()).safeParse(body ?? undefined);
      if (!read.success)
        return reply.code(400).send({ kind: 'not-understood', at: read.error.issues[0]?.path.join('.') });
      // The schema has read it a line above.
      const told = await answer(kiosk.value, read.data as Parameters<typeof answer>[1], params);
      return told === notDeciding ? reply.code(503).header('retry-after', '1').send({ kind: 'not-deciding' }) : told;
    },
  };
}

export function refuseKey(reply: Call<undefined, HubRole>['reply'], trouble: KeyProblem) {
  switch (trouble.kind) {
    case 'slow-down':
      return reply
        .code(429)
        .header('retry-after', String(Math.ceil(trouble.remainingMs / 1_000)))
        .send({ kind: 'slow-down' });
    case 'not-deciding':
      return reply.code(503).header('retry-after', '1').send({ kind: 'not-deciding' });
    default:
      return reply.code(401).send({ kind: trouble.kind });
  }
}

/** A body of another version is none that could be read. Calls carry none: what they say will not change. */
function isOtherVersion(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'version' in body && body.version !== wireVersion;
}

interface Outcome {
  readonly is: 'done' | 'refused';
  readonly why?: string;
}

/** `undefined`: nobody decides; all is sent again, and what was done is not done twice. */
async function outcomeOf(
  { decider, store }: HubParts,
  { kioskId }: EnrolledKiosk,
  fact: KioskFact,
  /** Those before it in the batch. */
  before: readonly Promise<unknown>[],
): Promise<Outcome | undefined> {
  if (fact.kind === 'know-documents') {
    await Promise.all(before);
    // Of a visit that this kiosk has told of: nobody ties a card to somebody else's number.
    const entry = decider.today()?.entries.get(fact.visitId);
    if (entry?.from.kind !== 'kiosk' || entry.from.kioskId !== kioskId)
      return decider.today() ? { is: 'refused', why: entry ? 'not-yours' : 'unknown-visit' } : undefined;
    const known = await store.documents.know(fact.day, fact.visitId, fact.documents);
    return known.ok ? { is: 'done' } : undefined;
  }
  const decided = await decider.decide(fact.actId, actOf(kioskId, fact));
  if (!decided.ok) return decided.problem.kind === 'refused' ? { is: 'refused', why: decided.problem.why } : undefined;
  if (fact.kind !== 'enter' || fact.documents.length === 0) return { is: 'done' };
  const known = await store.documents.know(fact.day, fact.visitId, fact.documents);
  return known.ok ? { is: 'done' } : undefined;
}

function actOf(kioskId: string, fact: Exclude<KioskFact, { kind: 'know-documents' }>): KioskAct {
  switch (fact.kind) {
    case 'enter': {
      const { kind, visitId, day, number, serviceCode, lane, givenAt, appointment, mayBeServed } = fact;
      const { isLaneToBeConfirmed } = fact;
      return {
        ...{ kind, kioskId, visitId, day, number, serviceCode, lane, isLaneToBeConfirmed, givenAt, appointment },
        ...(mayBeServed ? { mayBeServed } : {}),
      };
    }
    case 'raise-lane':
      return { kind: fact.kind, kioskId, visitId: fact.visitId, isLaneToBeConfirmed: fact.isLaneToBeConfirmed };
    case 'change-service': {
      const { kind, visitId, day, number, serviceCode, lane, givenAt } = fact;
      return { kind, kioskId, visitId, day, number, serviceCode, lane, givenAt };
    }
    case 'give-up':
    case 'measured':
      return { kind: fact.kind, kioskId, visitId: fact.visitId };
    case 'void-numbers': {
      const { kind, day, series, first, last } = fact;
      return { kind, kioskId, day, series, first, last };
    }
  }
}

function whyOf(
  trouble: { readonly kind: 'refused'; readonly why: string } | { readonly kind: 'not-deciding' },
): string {
  return trouble.kind === 'refused' ? trouble.why : trouble.kind;
}

function standingOf(acknowledgedBy: string | undefined): Answer {
  return acknowledgedBy === undefined ? {} : { acknowledgedBy };
}
