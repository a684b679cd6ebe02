import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { type Act, quickIssueKinds } from './acts.ts';
import { apply } from './apply.ts';
import { type Caller, callReasons, parkReasons, type QueueNumber } from './entry.ts';
import type { LoggedEvent } from './events.ts';
import { lawfulNext } from './lawful-order.ts';
import { readLoggedEvent } from './logged-event.ts';
import { nextTurn, waitingCount, waitingFor } from './order.ts';
import { copyOfDay, emptyDay, type OwnedDay } from './owned-day.ts';
import { actIdOf, atTime, chairHospital, lan, minh, type PlayedDay, playDay, today, visitOf } from './played-day.ts';
import { isOver, lineKey, numberKey } from './queue-day.ts';
import type { Needs } from './rules/rule.ts';

/** `QUEUE_RUNS=5000` for a night. */
const numRuns = Number(process.env.QUEUE_RUNS ?? 40);

const kiosks = ['kiosk-1', 'kiosk-2', 'kiosk-3'];
const marks: Needs = {
  kiosks: kiosks.map((kioskId, at) => ({ kioskId, mark: `K${at + 1}`, isRevoked: false })),
};
const people: readonly Caller[] = [lan, minh, { kind: 'system', id: 'his' }];
const counters = [...chairHospital.counters.values()].flatMap(({ id, chair }) => (chair ? [] : [id]));
const services = [...chairHospital.services.values()];

/** What somebody does; numbers choose among what is there at that moment. */
const step = fc.record({
  what: fc.constantFrom(
    ...repeat(6, 'enter'),
    ...repeat(6, 'call-next'),
    ...repeat(3, 'time'),
    'enter-again',
    'own-number',
    'raise-lane',
    'change-service',
    'give-up',
    ...repeat(3, 'chair-free'),
    ...repeat(2, 'chair-taken'),
    'measured',
    'void-numbers',
    'report-leases',
    'sit-down',
    'leave-counter',
    'pause',
    'resume',
    'recall',
    'call-this',
    'finish',
    'absent',
    'return',
    'return',
    'park',
    'transfer',
    'quick-issue',
    'serve-without-ticket',
    'undo',
    'undo',
    'open-emergency',
    'confirm-lane',
    'withdraw',
    'sort-unknown',
    'close-day',
    'begin-recovery',
    'end-recovery',
    'begin-day',
    'repeat',
  ),
  one: fc.nat(1_000),
  two: fc.nat(1_000),
  three: fc.nat(1_000),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function repeat<Item>(times: number, item: Item): Item[] {
  return Array.from({ length: times }, () => item);
}

function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Kiosks as they are: each gives numbers of its blocks, then under its mark; each message may come twice. */
class Hospital {
  readonly hub: PlayedDay = playDay(chairHospital, marks);
  readonly blocks = new Map<
    string,
    { kioskId: string; day: BusinessDay; series: string; next: number; last: number }[]
  >();
  readonly own = new Map<string, number>();
  readonly sent: { readonly act: Act; readonly actId: ReturnType<typeof actIdOf> }[] = [];
  readonly entered = new Map<VisitId, Extract<Act, { kind: 'enter' }>>();
  visits = 0;

  constructor() {
    this.do({ kind: 'begin-day', day: today });
    counters.forEach((counter, at) => void this.do({ kind: 'sit-down', counter, by: pick(people, at), force: false }));
  }

  do(act: Act) {
    const actId = actIdOf(this.sent.length + 1);
    this.sent.push({ act, actId });
    return this.hub.act(act, actId);
  }

  /** As a kiosk gives it. */
  number(kioskId: string, series: string, isOwn: boolean): QueueNumber {
    const { day } = this.hub.day;
    const key = `${kioskId}/${day}/${series}`;
    const blocks = this.blocks.get(key) ?? [];
    this.blocks.set(key, blocks);
    const open = blocks.find(({ next, last }) => next <= last);
    if (!isOwn && open) return ticketNumber(series, open.next++);
    if (!isOwn) {
      const leased = this.do({ kind: 'lease', kioskId, day, series, count: 3 });
      const block = leased.ok ? leased.value[0] : undefined;
      if (block?.kind === 'leased') {
        blocks.push({ kioskId, day, series, next: block.first + 1, last: block.last });
        return ticketNumber(series, block.first);
      }
    }
    const next = (this.own.get(key) ?? 0) + 1;
    this.own.set(key, next);
    return ticketNumber(`${series}-${marks.kiosks.find((kiosk) => kiosk.kioskId === kioskId)?.mark}`, next);
  }

  step({ what, one, two, three }: Step): void {
    const { hub } = this;
    const kioskId = pick(kiosks, one);
    const counter = pick(counters, one);
    const by = hub.day.counters.get(counter)?.by ?? pick(people, two);
    const seat = { counter, by };
    const service = pick(services, two);
    const known = [...hub.day.entries.keys()];
    const visitId = known.length > 0 ? pick(known, three) : visitOf(0);
    switch (what) {
      case 'time':
        hub.now += [0, 1_000, 9_000, 60_000, 600_000, 1_800_000][one % 6] ?? 0;
        return;
      case 'enter':
      case 'own-number': {
        const lane = three % 4 === 0 ? 'priority' : 'ordinary';
        this.visits += 1;
        const act = {
          kind: 'enter',
          kioskId,
          visitId: visitOf(this.visits),
          day: hub.day.day,
          number: this.number(kioskId, lane === 'priority' ? service.priorityPrefix : service.prefix, what !== 'enter'),
          serviceCode: service.code,
          lane,
          isLaneToBeConfirmed: three % 8 === 0,
          givenAt: hub.now - (three % 5) * 60_000,
          appointment:
            three % 6 === 1 ? { from: hub.now + ((three % 7) - 3) * 600_000, to: hub.now + 3_600_000 } : undefined,
        } as const;
        this.entered.set(act.visitId, act);
        expect(this.do(act).ok).toBe(true);
        return;
      }
      case 'enter-again': {
        const again = this.entered.get(visitId);
        if (again) expect(this.do(again)).toEqual({ ok: true, value: [] });
        return;
      }
      case 'change-service': {
        const first = this.entered.get(visitId);
        if (!first) return;
        const number = this.number(first.kioskId, service.prefix, three % 2 === 0);
        const given = { kioskId: first.kioskId, visitId, day: hub.day.day, number, givenAt: hub.now } as const;
        const changed = this.do({ kind: 'change-service', ...given, serviceCode: service.code, lane: 'ordinary' });
        expect(changed.ok).toBe(true);
        return;
      }
      case 'raise-lane':
        return void this.do({ kind: what, kioskId, visitId, isLaneToBeConfirmed: two % 2 === 0 });
      case 'give-up':
      case 'measured':
        return void this.do({ kind: what, kioskId, visitId });
      case 'chair-free':
      case 'chair-taken': {
        const before = [...hub.day.entries.values()];
        const chair = what === 'chair-free' ? ({ kind: what } as const) : ({ kind: what, visitId } as const);
        expect(this.do({ ...chair, kioskId: 'kiosk-3' }).ok).toBe(true);
        // Nobody loses a place in the line by it, and nobody is called away from a counter.
        const moved = before.filter(({ visitId: each, state }) => hub.day.entries.get(each)?.state !== state);
        expect(moved).toEqual([]);
        return;
      }
      case 'void-numbers': {
        const block = [...this.blocks.values()].flat().find(({ next, last }) => next <= last);
        if (!block) return;
        this.do({ kind: what, ...block, first: block.next });
        block.next = block.last + 1;
        return;
      }
      case 'report-leases': {
        const mine = [...this.blocks.values()].flat().filter((block) => block.kioskId === kioskId);
        const leases = mine
          .filter(({ day }) => day === hub.day.day)
          .map(({ series, next, last }) => ({
            series,
            first: Math.min(next, last),
            last,
          }));
        return void this.do({ kind: what, kioskId, day: hub.day.day, leases });
      }
      case 'sit-down':
        return void this.do({ kind: what, counter, by: pick(people, two), force: three % 2 === 0 });
      case 'call-next': {
        const lawful = lawfulNext(hub.day, hub.log, chairHospital, counter, Math.max(hub.now, hub.day.at));
        expect(nextTurn(hub.day, chairHospital, counter, Math.max(hub.now, hub.day.at))?.entry).toBe(lawful);
        return void this.do({ kind: what, ...seat });
      }
      case 'leave-counter':
      case 'pause':
      case 'resume':
      case 'recall':
      case 'finish':
      case 'absent':
        return void this.do({ kind: what, ...seat });
      case 'call-this':
        return void this.do({ kind: what, ...seat, visitId, reason: pick(callReasons, two) });
      case 'return': {
        const aside = [...hub.day.entries.values()].filter(
          ({ state }) => state.is === 'absent' || state.is === 'parked',
        );
        if (aside.length === 0) return;
        return void this.do({ kind: what, ...seat, visitId: pick(aside, three).visitId, after: two % 4 });
      }
      case 'park':
        return void this.do({ kind: what, ...seat, reason: pick(parkReasons, two) });
      case 'transfer': {
        const targets = [
          { to: 'service', serviceCode: service.code },
          { to: 'counter', counter: pick(counters, two) },
          { to: 'person', person: minh.id },
        ] as const;
        return void this.do({ kind: what, ...seat, visitId, to: pick(targets, three) });
      }
      case 'quick-issue':
        this.visits += 1;
        return void this.do({
          kind: what,
          ...seat,
          visitId: visitOf(this.visits),
          serviceCode: service.code,
          as: pick(quickIssueKinds, three),
        });
      case 'serve-without-ticket':
        this.visits += 1;
        return void this.do({ kind: what, ...seat, visitId: visitOf(this.visits), serviceCode: service.code });
      case 'undo': {
        const last = hub.day.counters.get(counter)?.last;
        if (last) this.do({ kind: what, ...seat, undoes: last.actId });
        return;
      }
      case 'open-emergency':
        return void this.do({ kind: what, by, visitId });
      case 'confirm-lane':
        return void this.do({ kind: what, by, visitId, isRight: two % 2 === 0 });
      case 'withdraw':
        return void this.do({ kind: what, by, visitId, reason: 'cancelled-by-hospital' });
      case 'sort-unknown':
        return void this.do({ kind: what, by, visitId, as: pick(['waits', 'was-served', 'is-gone'], two) });
      case 'close-day':
        // Rarely: it ends all.
        if (three % 10 === 0) this.do({ kind: what, by: lan, day: dayAfter(hub.day.day, -(two % 2)) });
        return;
      case 'begin-recovery':
        return void this.do({ kind: what });
      case 'end-recovery':
        return void this.do({ kind: what, by: lan });
      case 'begin-day': {
        if (three % 3 > 0) return;
        const next = dayAfter(hub.day.day, 1);
        hub.now = Math.max(hub.now, atTime(0, 0, next));
        return void this.do({ kind: what, day: next });
      }
      case 'repeat': {
        // The decider answers an act of today that it knows from the log, without deciding it.
        const { act, actId } = pick(this.sent, three);
        if (!hub.day.acts.has(actId) && (act.kind === 'enter' || act.kind === 'change-service')) {
          const isOfToday = act.day === hub.day.day;
          if (isOfToday && hub.day.entries.has(act.visitId))
            expect(hub.act(act, actId)).toEqual({ ok: true, value: [] });
        }
        return;
      }
    }
  }
}

test('whatever kiosks and counters do, no number is twice, nobody is lost, and nobody is called before their turn', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 150, size: 'max' }), (steps) => {
      const hospital = new Hospital();
      const { hub } = hospital;
      for (const one of steps) {
        const open = [...hub.day.entries.values()].filter((entry) => !isOver(entry)).map(({ visitId }) => visitId);
        const before = hub.log.length;
        hospital.step(one);
        expect(open.filter((visitId) => !hub.day.entries.has(visitId))).toEqual([]);
        if (hub.log.length > before) expectSound(hub.day);
      }
      expectNumbersOnce(hub.log);
      expectBlocksApart(hub.log);
      expectSameFromLog(hub, steps[0]?.one ?? 0);
    }),
    { numRuns },
  );
});

/** Lines and counters say what the entries say. Each step is looked at: compared here, and told of only when it is wrong. */
function expectSound(day: OwnedDay): void {
  const standing = new Map<VisitId, string>();
  const wrong: string[] = [];
  for (const [key, line] of day.lines) {
    for (const { visitId } of [...line.emergency, ...line.priority, ...line.ordinary, ...line.apart]) {
      if (standing.has(visitId)) wrong.push(`${visitId} stands twice`);
      standing.set(visitId, key);
    }
  }
  const serving = new Map<VisitId, string>();
  for (const [counter, state] of day.counters) if (state.serving) serving.set(state.serving, counter);
  for (const entry of day.entries.values()) {
    const { visitId, state } = entry;
    const line = state.is === 'waiting' ? lineKey(entry) : undefined;
    const chair = state.is === 'waiting' && entry.chair && 'counter' in entry.chair ? entry.chair.counter : undefined;
    const counter = state.is === 'called' ? state.counter : chair;
    if (standing.get(visitId) !== line) wrong.push(`${visitId} does not stand in ${line}`);
    if (serving.get(visitId) !== counter) wrong.push(`${visitId} is not served at ${counter}`);
    if (day.numbers.get(numberKey(entry.day, entry.number)) !== visitId) wrong.push(`${visitId} has lost its number`);
  }
  for (const counter of counters) {
    const waiting = waitingFor(day, chairHospital, counter, day.at);
    if (new Set(waiting).size !== waitingCount(day, chairHospital, counter)) wrong.push(`not all wait for ${counter}`);
  }
  expect(wrong).toEqual([]);
}

function expectNumbersOnce(log: readonly LoggedEvent[]): void {
  const given = log.flatMap(({ event }) => {
    if (event.kind === 'entered') return [numberKey(event.entry.day, event.entry.number)];
    return event.kind === 'number-changed' ? [numberKey(event.day, event.number)] : [];
  });
  expect(new Set(given).size).toBe(given.length);
}

function expectBlocksApart(log: readonly LoggedEvent[]): void {
  const leased = log.flatMap(({ event }) => (event.kind === 'leased' && !event.isReported ? [event] : []));
  for (const [at, one] of leased.entries()) {
    for (const other of leased.slice(0, at)) {
      if (one.day === other.day && one.series === other.series) expect(one.first).toBeGreaterThan(other.last);
    }
  }
}

/** Also after a restart anywhere in the log, and through the bytes of a database. */
function expectSameFromLog({ day, log }: PlayedDay, at: number): void {
  const begun = log.findLastIndex(({ event }) => event.kind === 'day-begun');
  const lines = log.slice(begun).map((logged) => {
    const read = readLoggedEvent(JSON.parse(JSON.stringify(logged)));
    if (!read.ok) throw new Error(`a ${logged.event.kind} does not read`);
    expect(read.value).toEqual(logged);
    return read.value;
  });
  const split = at % (lines.length + 1);
  const replayed = emptyDay(today);
  for (const line of lines.slice(0, split)) apply(replayed, line);
  const restarted = copyOfDay(replayed);
  const asItWas = structuredClone(replayed);
  for (const line of lines.slice(split)) apply(restarted, line);
  expect(restarted).toEqual(day);
  expect(replayed).toEqual(asItWas);
}
