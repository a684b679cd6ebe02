import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { openChaosProxy } from './chaos-proxy.ts';
import { openCounters } from './year/counters.ts';
import { liveADay, morningAfter } from './year/day.ts';
import { createFaults, type FaultKind } from './year/faults.ts';
import type { YearKiosk } from './year/kiosk.ts';
import { kindsInLog } from './year/log-account.ts';
import { type DayPlan, firstDay, kioskIds, openingOf, planOfDays, visitsOfYear } from './year/province.ts';
import { type Run, type Summed, summed, type YearSoakPlan } from './year/run.ts';
import { openStoreKiosk } from './year/store-kiosk.ts';
import { createToldTime } from './year/told-time.ts';
import { openWireKiosk } from './year/wire-kiosk.ts';
import { hubHost, openYearHub, type YearHub } from './year/year-hub.ts';

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
  readonly cpuMsPerVisit: { readonly hub: number; readonly database: number; readonly kiosksAndCounters: number };
  /** MB of the hub at the end of each month, or of each day of a short run: resident, and of its heap after a collection. */
  readonly megabytes: readonly (readonly [resident: number, heap: number])[];
  readonly refused: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

/** Of what kiosks write to the hub. */
const lineFaultShare = 0.0004;
const kioskCount = 12;
const mostBroken = 40;

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
    const days = planOfDays(plan.days, plan.visits, plan.every);
    const use = await liveDays(run, days);
    const { sums, broken, faults } = run;
    const perSecond = sums.visits / use.seconds;
    return {
      days: days.length,
      ...sums,
      faults: { ...faults.played, lines: Object.values(lines.played).reduce((sum, each) => sum + each, 0) },
      visitsPerSecond: Math.round(perSecond),
      minutesOfYear: minutesAt(perSecond),
      ...{ cpuMsPerVisit: use.cpuMsPerVisit, megabytes: use.megabytes, broken },
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
  const before = cpuMsOf(hub);
  const megabytes: [number, number][] = [];
  for (const [which, each] of days.entries()) {
    run.today = each.day;
    await liveADay(run, each, which === 0);
    const isToBeSaid = days.length < 40 || isEndOfMonth(each) || which === days.length - 1;
    if (!isToBeSaid) continue;
    const { resident, heap } = await hub.held();
    megabytes.push([Math.round(resident), Math.round(heap)]);
    const perSecond = (sums.visits * 1000) / (performance.now() - startedAt);
    say(
      `seed ${seed}, ${each.day}: ${sums.visits} visits, ${perSecond.toFixed(0)} a second, hub ${resident.toFixed(0)} MB, ${heap.toFixed(1)} MB of it in use, a year in ${minutesAt(perSecond)} min`,
    );
    if (broken.length > mostBroken) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const after = cpuMsOf(hub);
  const per = (which: keyof typeof after) => (after[which] - before[which]) / sums.visits;
  const cpuMsPerVisit = { hub: per('hub'), database: per('database'), kiosksAndCounters: per('kiosksAndCounters') };
  if (broken.length === 0) await morningAfter(run);
  return { seconds, cpuMsPerVisit, megabytes };
}

function cpuMsOf(hub: YearHub) {
  const { user, system } = process.cpuUsage();
  const seconds = hub.cpuSeconds();
  return { hub: 1000 * seconds.hub, database: 1000 * seconds.database, kiosksAndCounters: (user + system) / 1000 };
}

function isEndOfMonth({ day }: DayPlan): boolean {
  return dayAfter(day, 1).endsWith('-01');
}

function minutesAt(visitsPerSecond: number): number {
  return Math.round((visitsOfYear / visitsPerSecond / 60) * 10) / 10;
}
