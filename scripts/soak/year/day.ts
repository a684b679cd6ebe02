import { setTimeout as sleep } from 'node:timers/promises';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { endDay, keepNumbers } from './evening.ts';
import { readLogAccount } from './log-account.ts';
import { type DayPlan, openingOf, sliceMs, slicesBehind, type Visitor, visitorsOf } from './province.ts';
import type { Run } from './run.ts';

/** 6:30 to 17:30; then until nobody waits to be told of, and no longer than this. */
const slicesOfDay = 132;
const mostSlices = 180;
/** A minute: an outbox leaves a hub alone that did not answer. */
const eveningTries = 600;

const firstVisitor = {
  kiosk: 0,
  serviceCode: 'noi',
  isPriority: false,
  appointmentAt: undefined,
  later: undefined,
} as const;

/** From the first number to the accounts of the evening. */
export async function liveADay(run: Run, plan: DayPlan, isFirst: boolean): Promise<void> {
  const { kiosks, counters, faults, random } = run;
  const visitors = visitorsOf(plan, kiosks.length, random);
  faults.plan(isFirst, slicesOfDay);
  await beginDay(run, plan.day);
  let next = 0;
  const isOver = () => next === visitors.length && !faults.isPlaying() && leftOf(run) === 0;
  const underWay = new Set<Promise<unknown>>();
  for (let slice = 1; slice <= slicesOfDay || (!isOver() && slice < mostSlices); slice += 1) {
    const now = tellTime(run, openingOf(plan.day) + slice * sliceMs);
    for (let visitor = visitors[next]; visitor && visitor.at <= now; visitor = visitors[next]) {
      next += 1;
      arrive(run, visitor);
    }
    faults.at(slice);
    const acts = counters.work().finally(() => underWay.delete(acts));
    underWay.add(acts);
    const told = Promise.all(kiosks.map((kiosk) => kiosk.goOn()));
    // Kiosks are heard in every slice; a counter that waits for an answer holds nobody up but itself. An hour must not pass in the second
    // that a database needs to come back.
    if (faults.isPlaying()) await Promise.all([Promise.race([told, sleep(200)]), sleep(40)]);
    else await told;
    while (!faults.isPlaying() && underWay.size > slicesBehind) await Promise.race(underWay);
  }
  await Promise.all(underWay);
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

/** One comes to each kiosk, which closes its day before by that; whoever was left over is there, and what kiosks never needed is told. */
export async function morningAfter(run: Run): Promise<void> {
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
