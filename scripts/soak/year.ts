import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { openChaosProxy } from './chaos-proxy.ts';
import { compareAccounts, compareNumbers } from './year/compare-accounts.ts';
import { type Counters, openCounters } from './year/counters.ts';
import { createFaults, type FaultKind } from './year/faults.ts';
import type { YearKiosk } from './year/kiosk.ts';
import { kindsInLog, type NumbersOfDay, readLogAccount } from './year/log-account.ts';
import {
  type DayPlan,
  firstDay,
  kioskIds,
  openingOf,
  planOfDays,
  sliceMs,
  type Visitor,
  visitorsOf,
  visitsOfYear,
} from './year/province.ts';
import { openStoreKiosk } from './year/store-kiosk.ts';
import { createToldTime, type ToldTime } from './year/told-time.ts';
import { openWireKiosk } from './year/wire-kiosk.ts';
import { hubHost, openYearHub, type YearHub } from './year/year-hub.ts';

export interface YearSoakPlan {
  readonly days: number;
  /** Default: as many as the province had on these days. */
  readonly visits?: number | undefined;
  /** Kiosks with their own stores and outboxes, in place of those that are the wire alone. */
  readonly withStores: boolean;
  readonly seed: number;
  /** A folder for CPU profiles of the hub. */
  readonly profiles?: string | undefined;
  readonly say: (line: string) => void;
}

export interface YearSoakResult {
  readonly days: number;
  readonly visits: number;
  readonly calls: number;
  readonly absences: number;
  readonly transfers: number;
  /** Lines in the log. */
  readonly lines: number;
  readonly facts: number;
  readonly requests: number;
  readonly failedRequests: number;
  readonly numbersUnderMark: number;
  readonly faults: Readonly<Record<FaultKind | 'lines', number>>;
  readonly visitsPerSecond: number;
  /** At this pace. */
  readonly minutesOfYear: number;
  readonly cpuMsPerVisit: { readonly hub: number; readonly kiosksAndCounters: number };
  /** Resident memory of the hub at the end of each month, or of each day of a short run. */
  readonly megabytes: readonly number[];
  readonly refused: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

/** Of what kiosks write to the hub. */
const lineFaultShare = 0.0004;
const kioskCount = 12;
/** 6:30 to 17:30; then until nobody waits to be told of, and no longer than this. */
const slicesOfDay = 132;
const mostSlices = 180;
/** A minute: an outbox leaves a hub alone that did not answer. */
const eveningTries = 600;
/** So often nobody closes the day in the evening. */
const unclosedShare = 0.15;
const mostBroken = 40;

const firstVisitor = {
  kiosk: 0,
  serviceCode: 'noi',
  isPriority: false,
  appointmentAt: undefined,
  later: undefined,
} as const;

interface Run {
  readonly plan: YearSoakPlan;
  readonly random: () => number;
  readonly hub: YearHub;
  readonly time: ToldTime;
  readonly kiosks: readonly YearKiosk[];
  readonly counters: Counters;
  readonly faults: ReturnType<typeof createFaults>;
  readonly broken: string[];
  readonly sums: { [Name in Summed]: number } & { refused: Record<string, number> };
  readonly numbers: Map<string, (NumbersOfDay | undefined)[]>;
  today: BusinessDay;
  /** What the hub had counted when the day began, or when it was started since. */
  counted: { committed: ReadonlyMap<string, number>; before: ReadonlyMap<string, number>; hasFallen: boolean };
  leftBefore: ReadonlySet<string> | undefined;
}

const summed = [
  ...(['visits', 'calls', 'absences', 'transfers', 'lines', 'facts', 'requests'] as const),
  ...(['failedRequests', 'numbersUnderMark'] as const),
] as const;
type Summed = (typeof summed)[number];

/**
 * A province's year at one hub: its visits over the kiosks' own wire, called at a hundred counters, while PostgreSQL and the hub fall and
 * lines break. Each evening the accounts of kiosks and counters, of the hub and of the raw tables are compared.
 */
export async function soakYear(plan: YearSoakPlan): Promise<YearSoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-year-'));
  const startAt = openingOf(firstDay);
  const random = createSeededRandom(plan.seed);
  const ids = kioskIds(kioskCount);
  const hub = await openYearHub({ folder, startAt, kiosks: ids, profiles: plan.profiles });
  const lines = await openChaosProxy({ to: hub.port, host: hubHost, port: hub.port, share: lineFaultShare, random });
  try {
    const run = await openRun({ plan, random, hub, folder, ids, time: createToldTime(startAt) });
    const days = planOfDays(plan.days, plan.visits);
    const use = await liveDays(run, days);
    const { sums, broken, faults } = run;
    const perSecond = sums.visits / use.seconds;
    return {
      days: days.length,
      ...sums,
      faults: { ...faults.played, lines: Object.values(lines.played).reduce((sum, each) => sum + each, 0) },
      visitsPerSecond: Math.round(perSecond),
      minutesOfYear: minutesAt(perSecond),
      cpuMsPerVisit: { hub: use.hubMs / sums.visits, kiosksAndCounters: use.ourMs / sums.visits },
      ...{ megabytes: use.megabytes, broken },
    };
  } finally {
    await lines.close();
    await hub.close();
    rmSync(folder, { recursive: true });
  }
}

interface Start extends Pick<Run, 'plan' | 'random' | 'hub' | 'time'> {
  readonly folder: string;
  readonly ids: readonly string[];
}

async function openRun({ folder, ids, ...parts }: Start): Promise<Run> {
  const { plan, random, hub, time } = parts;
  const kiosks: YearKiosk[] = [];
  for (const [which, kioskId] of ids.entries()) {
    const needs = {
      ...{ kioskId, folder, today: firstDay, time, random, keyFile: hub.keyFiles.get(kioskId) ?? '' },
      url: `http://127.0.0.1:${hub.port}`,
      neighbour: () => kiosks[(which + 1) % kiosks.length],
    };
    kiosks.push(plan.withStores ? openStoreKiosk(needs) : openWireKiosk(needs));
  }
  const counters = openCounters({
    ...{ url: () => hub.url, key: hub.systemKey, counters: hub.settings.counters, random, now: time.now },
  });
  const before = await kindsInLog(hub.cluster, hub.database, firstDay);
  const run: Run = {
    ...{ ...parts, kiosks, counters, broken: [], numbers: new Map(), today: firstDay, leftBefore: undefined },
    faults: createFaults({
      ...{ hub, random },
      onFallen: () => {
        run.counted.hasFallen = true;
      },
      async onKilled() {
        const before = await kindsInLog(hub.cluster, hub.database, run.today);
        run.counted = { committed: new Map(), before, hasFallen: false };
      },
    }),
    sums: { ...(Object.fromEntries(summed.map((name) => [name, 0])) as Record<Summed, number>), refused: {} },
    counted: { committed: await hub.committed(), before, hasFallen: false },
  };
  return run;
}

async function liveDays(run: Run, days: readonly DayPlan[]) {
  const { hub, sums, broken } = run;
  const { seed, say } = run.plan;
  const startedAt = performance.now();
  const before = { hub: hub.use().cpuSeconds, ours: process.cpuUsage() };
  const megabytes: number[] = [];
  for (const [which, each] of days.entries()) {
    run.today = each.day;
    await liveADay(run, each, which === 0);
    const held = Math.round(hub.use().megabytes);
    if (isEndOfMonth(each.day) || days.length < 40) megabytes.push(held);
    const perSecond = (sums.visits * 1000) / (performance.now() - startedAt);
    if (which % 10 === 9 || which === days.length - 1)
      say(
        `seed ${seed}, ${each.day}: ${sums.visits} visits, ${perSecond.toFixed(0)} a second, hub ${held} MB, a year in ${minutesAt(perSecond)} min`,
      );
    if (broken.length > mostBroken) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const ourMs = Object.values(process.cpuUsage(before.ours)).reduce((sum, each) => sum + each, 0) / 1000;
  const hubMs = (hub.use().cpuSeconds - before.hub) * 1000;
  if (broken.length === 0) await morningAfter(run);
  return { seconds, hubMs, ourMs, megabytes };
}

async function liveADay(run: Run, plan: DayPlan, isFirst: boolean): Promise<void> {
  const { kiosks, counters, faults, random } = run;
  const visitors = visitorsOf(plan, kiosks.length, random);
  faults.plan(isFirst, slicesOfDay);
  await beginDay(run, plan.day);
  let next = 0;
  const isOver = () => next === visitors.length && !faults.isPlaying() && leftOf(run) === 0;
  for (let slice = 1; slice <= slicesOfDay || (!isOver() && slice < mostSlices); slice += 1) {
    const now = tellTime(run, openingOf(plan.day) + slice * sliceMs);
    for (let visitor = visitors[next]; visitor && visitor.at <= now; visitor = visitors[next]) {
      next += 1;
      arrive(run, visitor);
    }
    faults.at(slice);
    const work = Promise.all([...kiosks.map((kiosk) => kiosk.goOn()), counters.work()]);
    // An hour must not pass in the second that a database needs to come back.
    if (faults.isPlaying()) await Promise.all([Promise.race([work, sleep(200)]), sleep(40)]);
    else await work;
  }
  await faults.settled();
  await untilNothingIsLeft(run);
  await endDay(run, plan);
}

/** Nobody is called any more, and everything is told. */
async function untilNothingIsLeft(run: Run): Promise<void> {
  const { kiosks, counters, broken, today } = run;
  const left = () => leftOf(run) + counters.serving();
  for (let tries = 0; tries < eveningTries && left() > 0; tries += 1) {
    if (tries > 0) await sleep(100);
    await Promise.all([...kiosks.map((kiosk) => kiosk.goOn()), counters.finish()]);
  }
  if (left() > 0) broken.push(`${today}: in the evening ${left()} things are still to be told or answered`);
}

function leftOf({ kiosks, counters }: Run): number {
  return kiosks.reduce((sum, kiosk) => sum + kiosk.left(), counters.left());
}

function tellTime({ time, hub }: Run, at: number): number {
  time.tell(at);
  hub.tellTime(at);
  return time.now();
}

function arrive({ kiosks, counters }: Run, visitor: Visitor): void {
  const kiosk = visitor.kiosk === undefined ? undefined : kiosks[visitor.kiosk];
  if (kiosk) kiosk.arrive(visitor);
  else counters.issue(visitor);
}

/** A kiosk says what time it is, the first call of the morning begins the hub's day; then kiosks fetch their numbers. */
async function beginDay(run: Run, day: BusinessDay): Promise<void> {
  const { hub, counters, kiosks } = run;
  tellTime(run, openingOf(day));
  await hub.confirmTime();
  await counters.work();
  const begun = await hub.today();
  if (begun !== day) run.broken.push(`${day}: in the morning the hub's day is ${begun}`);
  await Promise.all(kiosks.map((kiosk) => kiosk.open(day)));
}

async function endDay(run: Run, { day, visits }: DayPlan): Promise<void> {
  const { hub, kiosks, counters, sums, random } = run;
  const accounts = await Promise.all(kiosks.map((kiosk) => kiosk.close()));
  await hub.committed();
  const standing = await hub.standing();
  const notClosed = random() < unclosedShare ? undefined : await counters.closeDay(day);
  if (notClosed) run.broken.push(`${day}: ${notClosed}`);
  const done = counters.takeAccount();
  const log = await readLogAccount(hub.cluster, hub.database, day);
  run.broken.push(...compareStanding(standing, log.beforeClose).map((each) => `${day}: ${each}`));
  const committed = await hub.committed();
  const byHub = new Map(
    [...committed].map(([kind, count]) => [kind, count - (run.counted.committed.get(kind) ?? 0)] as const),
  );
  const { before, hasFallen } = run.counted;
  run.broken.push(
    ...compareAccounts({
      ...{ kiosks: accounts, counters: done, log, hasFallen, leftBefore: run.leftBefore },
      counted: { byHub, before },
    }),
  );
  keepNumbers(run, log.numbers, day);
  run.counted = { committed, before: new Map(), hasFallen: false };
  run.leftBefore = new Set(log.standing.keys());
  const kind = (name: string) => log.kinds.get(name) ?? 0;
  const tallied = (name: 'facts' | 'requests' | 'failed' | 'underMark') =>
    accounts.reduce((sum, { tally }) => sum + tally[name], 0);
  sums.visits += log.entered.size;
  if (log.entered.size !== visits) run.broken.push(`${day}: ${visits} have come, ${log.entered.size} are in the log`);
  sums.calls += kind('called');
  sums.absences += kind('was-absent');
  sums.transfers += kind('transferred');
  sums.lines += log.rows.events;
  sums.facts += tallied('facts');
  sums.requests += tallied('requests');
  sums.failedRequests += tallied('failed');
  sums.numbersUnderMark += tallied('underMark');
  for (const [what, times] of done.refused) sums.refused[what] = (sums.refused[what] ?? 0) + times;
}

/** What the gauges of the hub say beside what the rows say. */
function compareStanding(ofHub: ReadonlyMap<string, number>, inLog: ReadonlyMap<string, number>): readonly string[] {
  return ['waiting', 'absent', 'parked', 'unknown'].flatMap((is) =>
    (ofHub.get(is) ?? 0) === (inLog.get(is) ?? 0)
      ? []
      : [`${ofHub.get(is) ?? 0} are ${is} for the hub, ${inLog.get(is) ?? 0} in the log`],
  );
}

/** What a day's blocks became is known the next morning, when kiosks have told what they never needed. */
function keepNumbers({ numbers, broken }: Run, told: ReadonlyMap<string, NumbersOfDay>, today: BusinessDay): void {
  for (const [day, some] of told) numbers.set(day, [...(numbers.get(day) ?? []), some]);
  for (const [day, all] of numbers) {
    if (day >= today) continue;
    broken.push(...compareNumbers(day, all));
    numbers.delete(day);
  }
}

/** One comes to each kiosk, which closes its day before by that; whoever was left over is there, and what kiosks never needed is told. */
async function morningAfter(run: Run): Promise<void> {
  const { hub, kiosks, broken } = run;
  const day = dayAfter(run.today, 1);
  await beginDay(run, day);
  for (const [which, kiosk] of kiosks.entries()) kiosk.arrive({ ...firstVisitor, at: run.time.now(), card: which });
  await Promise.all(kiosks.map((kiosk) => kiosk.goOn()));
  await untilNothingIsLeft(run);
  await Promise.all(kiosks.map((kiosk) => kiosk.close()));
  await hub.committed();
  const log = await readLogAccount(hub.cluster, hub.database, day);
  const gone = [...(run.leftBefore ?? [])].filter((visitId) => !log.carried.has(visitId));
  broken.push(...log.broken, ...gone.map((visitId) => `${visitId} was not there the morning after`));
  keepNumbers(run, log.numbers, day);
}

function isEndOfMonth(day: BusinessDay): boolean {
  return dayAfter(day, 1).endsWith('-01');
}

function minutesAt(visitsPerSecond: number): number {
  return Math.round((visitsOfYear / visitsPerSecond / 60) * 10) / 10;
}
