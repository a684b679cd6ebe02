import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { problem, type Result } from '#config/agreements/result.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { OpenLease } from '../numbering/leases.ts';
import type { LeasedBlock } from '../numbering/policy.ts';
import type { Store } from '../store/store.ts';
import { type ActId, createActId } from './act-id.ts';
import { derivedActId } from './fact-renderer.ts';
import type { HubClient, HubProblem, HubQuestion } from './hub-client.ts';
import type { HubMemory, HubWord } from './hub-word.ts';
import { factsAnswer, type KioskFact, leaseAnswer, wireVersion } from './wire.ts';

/**
 * Keeps blocks of the hospital's numbers in stock, so that a kiosk goes on when its hub is gone: a new one is asked for before the last is
 * used up, the larger the faster the series goes.
 */
export interface LeaseKeeper {
  /**
   * The hub is there, and says which day it is. What this kiosk holds is told first where the hub must know it; then what it never needed;
   * then blocks are asked for.
   */
  inTouch(hub: HubInTouch): Promise<void>;
  /** A number was given. */
  numberGiven(): void;
  /** Of today, those of which this kiosk gives numbers. */
  left(): readonly SeriesLeft[];
  stop(): void;
}

export interface HubInTouch {
  readonly day: BusinessDay;
  readonly wantsLeases: boolean;
  /** Names its log. */
  readonly ledger?: string | undefined;
}

export interface SeriesLeft {
  readonly series: string;
  /** Numbers that can still be given without the hub, before this kiosk goes on under its mark. */
  readonly left: number;
}

interface Needs {
  readonly client: Pick<HubClient, 'ask'>;
  readonly memory: HubMemory;
  readonly store: Pick<Store, 'leasesOf' | 'addLease' | 'voidsSince'> & { readonly time: Pick<Store['time'], 'today'> };
  /** Letters of the series of this kiosk, ordinary and priority; asked for at each look. */
  readonly series: () => readonly string[];
  /** Whether tomorrow's first numbers are fetched by now. */
  readonly isLateInTheDay: () => boolean;
  /** See `tellHubAgain`. */
  readonly tellAgain: () => boolean;
  /** Names the void numbers' acts: the same at every start. */
  readonly kioskId: string;
  readonly randomBytes: RandomBytes;
  readonly monotonic: () => number;
  readonly log: Log;
}

/** So many numbers are always in stock, so that a minute without the hub is never seen on a paper. */
const leastInStock = 5;
const smallestBlock = 10;
const largestBlock = 200;
/** A block lasts for so long at the pace of the last while. */
const paceOverMs = 20 * 60_000;
const mostFacts = 500;

type Asked = HubWord['asked'][number];

export function createLeaseKeeper(needs: Needs): LeaseKeeper {
  const { memory, store, log } = needs;
  /** How far each series had come, at looks of the last while. */
  let seen: { readonly at: number; readonly given: ReadonlyMap<string, number> }[] = [];
  let hubDay: BusinessDay | undefined;
  let isStopped = false;
  /** Whoever asks waits for whoever asked before. */
  let work: Promise<void> = Promise.resolve();
  let hasReported = false;

  return {
    inTouch: (hub) => inTurn(() => settle(hub)),
    numberGiven() {
      if (hubDay !== undefined && wanted().length > 0) void inTurn(refill);
    },
    left: () => leftOf(store.leasesOf(store.time.today()), needs.series()),
    stop() {
      isStopped = true;
    },
  };

  /** Nothing is noted any more of what comes after the end. */
  async function ask<Answer>(question: HubQuestion<Answer>): Promise<Result<Answer, HubProblem>> {
    const answer = await needs.client.ask(question);
    return isStopped ? problem({ kind: 'line', line: { kind: 'stopped' } }) : answer;
  }

  function inTurn(next: () => Promise<void>): Promise<void> {
    work = work.then(async () => {
      if (!isStopped) await next();
    });
    return work;
  }

  async function settle({ day, wantsLeases, ledger }: HubInTouch): Promise<void> {
    hubDay = undefined;
    const { ledger: before } = memory.word();
    const hasAnotherLog = before !== undefined && ledger !== undefined && before !== ledger;
    const everything = wantsLeases || hasAnotherLog;
    if ((everything || !hasReported) && !(await reported(everything))) return;
    hasReported = true;
    // What the lost log held is told anew, so that staff find everybody who waits; the hub calls nobody of them by itself.
    if (hasAnotherLog && !needs.tellAgain()) return;
    if (before !== ledger) memory.keep({ ledger });
    await tellVoids();
    hubDay = day;
    await refill();
  }

  /**
   * Whether the hub knows what it must know before it gives numbers: all that is held when it asks or has another log, else what was given
   * without it.
   */
  async function reported(everything: boolean): Promise<boolean> {
    const { today } = store.time;
    const days = [today(), dayAfter(today(), 1)];
    for (const day of days) {
      const leases = store.leasesOf(day).flatMap((lease) => (everything || isOwnOf(lease) ? heldBlock(lease) : []));
      if (leases.length === 0 && !(everything && day === today())) continue;
      const body = { version: wireVersion, actId: createActId(needs.randomBytes), day, leases };
      const told = await ask({ path: 'report-leases', body, answer: factsAnswer });
      if (!told.ok) return false;
    }
    return true;
  }

  async function tellVoids(): Promise<void> {
    if (isStopped) return;
    const voids = store.voidsSince(memory.word().voidsToldUpTo);
    // Whole days, since that is what is remembered; the rest at the next contact.
    const days = [...new Set(voids.map(({ day }) => day))];
    const lastDay = days.findLast((day) => voids.filter((each) => each.day <= day).length <= mostFacts) ?? days[0];
    if (lastDay === undefined) return;
    const facts = voids
      .filter(({ day }) => day <= lastDay)
      .slice(0, mostFacts)
      .map(voidFact);
    // Whatever the hub says of them: it cannot be said better another time.
    if (await tell(facts)) memory.keep({ voidsToldUpTo: lastDay });
  }

  async function tell(facts: readonly KioskFact[]): Promise<boolean> {
    return (await ask({ path: 'facts', body: { version: wireVersion, facts }, answer: factsAnswer })).ok;
  }

  function voidFact({ day, series, first, last }: LeasedBlock): KioskFact {
    const actId = derivedActId(`void\0${needs.kioskId}\0${day}\0${series}\0${first}`);
    return { kind: 'void-numbers', actId, day, series, first, last };
  }

  /** Asks for one block after the other until enough is in stock. */
  async function refill(): Promise<void> {
    const refused = new Set<string>();
    for (;;) {
      const [next] = wanted().filter(({ day, series }) => !refused.has(`${day} ${series}`));
      if (!next || isStopped) return;
      const answer = await ask({
        path: 'lease',
        body: { version: wireVersion, ...next, ledger: memory.word().ledger },
        answer: leaseAnswer,
      });
      if (!answer.ok) return;
      const { value } = answer;
      if (value.is === 'refused') {
        refused.add(`${next.day} ${next.series}`);
        log('numbers-not-leased', { series: next.series, day: next.day, why: value.why });
        // A hub in recovery asks for what is held at the next contact.
        forget(next);
        continue;
      }
      const { day, series, first, last } = value;
      const added = store.addLease({ day, series, first, last });
      // The disk does not take it: the same act gives the same numbers later.
      if (!added.ok) return;
      forget(next);
      if (added.value === 'added') log('numbers-leased', { series, day, first, last });
      else {
        // Its day went by while the answer was on its way: nobody is ever given these.
        if (added.value === 'day-over') await tell([voidFact(value)]);
        refused.add(`${next.day} ${next.series}`);
        log('numbers-not-leased', { series, day, why: added.value });
      }
    }
  }

  /** What is to be asked for, the most urgent first; noted on the disk before anybody is asked, so that no block is ever lost. */
  function wanted(): readonly Asked[] {
    if (isStopped) return [];
    const today = store.time.today();
    if (hubDay !== today) return [];
    const tomorrow = dayAfter(today, 1);
    const open = memory.word().asked.filter(({ day }) => day >= today);
    const letters = needs.series();
    const stock = leftOf(store.leasesOf(today), letters);
    const pace = paceOf(today);
    const short = stock
      .map(({ series, left }) => ({ day: today, series, left, inAWhile: pace.get(series) ?? 0 }))
      .filter(({ left, inAWhile }) => left < Math.max(leastInStock, inAWhile / 2))
      .toSorted((one, other) => one.left - other.left);
    const ahead = needs.isLateInTheDay()
      ? leftOf(store.leasesOf(tomorrow), letters).filter(({ left }) => left === 0)
      : [];
    const missing = [...short, ...ahead.map(({ series }) => ({ day: tomorrow, series, left: 0, inAWhile: 0 }))];
    const asked = missing.map(({ day, series, inAWhile }): Asked => {
      const before = open.find((each) => each.day === day && each.series === series);
      return before ?? { day, series, count: sizeFor(inAWhile), actId: createActId(needs.randomBytes) };
    });
    const known = new Set(open.map(({ actId }) => actId));
    const isNew = asked.some(({ actId }) => !known.has(actId)) || open.length !== memory.word().asked.length;
    if (isNew) memory.keep({ asked: [...new Map([...open, ...asked].map((each) => [each.actId, each])).values()] });
    return asked;
  }

  function forget({ actId }: { readonly actId: ActId }): void {
    memory.keep({ asked: memory.word().asked.filter((each) => each.actId !== actId) });
  }

  /** How many of each series were given in the last while. */
  function paceOf(today: BusinessDay): ReadonlyMap<string, number> {
    const at = needs.monotonic();
    const given = givenOf(store.leasesOf(today));
    seen = [...seen.filter((look) => at - look.at <= paceOverMs), { at, given }];
    const before = seen[0]?.given ?? given;
    return new Map([...given].map(([series, count]) => [series, Math.max(0, count - (before.get(series) ?? 0))]));
  }
}

function sizeFor(inAWhile: number): number {
  return Math.min(largestBlock, Math.max(smallestBlock, inAWhile));
}

function leftOf(leases: readonly OpenLease[], letters: readonly string[]): readonly SeriesLeft[] {
  return letters.map((series) => ({
    series,
    left: leases
      .filter((lease) => lease.series === series && lease.last !== undefined)
      .reduce((left, { next, last = 0 }) => left + Math.max(0, last - next + 1), 0),
  }));
}

/** Of each series without the mark: what is given under it was wanted of the block. */
function givenOf(leases: readonly OpenLease[]): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  for (const { series, first, next } of leases) {
    const [letters = ''] = series.split('-');
    given.set(letters, (given.get(letters) ?? 0) + next - first);
  }
  return given;
}

/** Numbers of a series that all kiosks share, given by this one while it numbered alone. */
function isOwnOf({ series, source }: OpenLease): boolean {
  return source === 'local' && !series.includes('-');
}

/** Nothing of a run that never began. */
function heldBlock({ series, first, next, last, source }: OpenLease) {
  const end = last ?? next - 1;
  return end < first ? [] : [{ series, first, last: end, isOfHub: source === 'hub' }];
}
