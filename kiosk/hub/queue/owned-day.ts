import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { CounterId, Entry } from './entry.ts';
import type { CounterState, DayCall, HubLease, NumberRun, QueueDay, ServiceToday, WaitingLine } from './queue-day.ts';
import { givenKey, runKey } from './queue-day.ts';

/**
 * A day in the hands of whoever folds the log: `apply` changes it in place, in microseconds. The decider has two of them, what is
 * committed and what will be; a fold of the same events is the same day, so neither is ever copied while a hub runs.
 */
export interface OwnedDay extends QueueDay {
  day: BusinessDay;
  next: number;
  at: number;
  readonly entries: Map<VisitId, Entry>;
  readonly numbers: Map<string, VisitId>;
  readonly counters: Map<CounterId, CounterState>;
  readonly raisedAhead: Map<VisitId, boolean>;
  readonly lines: Map<string, OwnedLine>;
  readonly services: Map<string, ServiceToday>;
  readonly givenBy: Map<string, number>;
  readonly runs: Map<string, OwnedRun>;
  readonly calls: DayCall[];
  readonly acts: Set<ActId>;
  recovery: { readonly begunAt: number; readonly reported: Set<string> } | undefined;
  lostBefore: number | undefined;
  ledger: string | undefined;
  gapUntil: BusinessDay | undefined;
}

export interface OwnedLine extends WaitingLine {
  readonly emergency: Entry[];
  readonly priority: Entry[];
  readonly ordinary: Entry[];
  readonly apart: Entry[];
  readonly turns: WaitingLine['turns'][number][];
}

export interface OwnedRun extends NumberRun {
  highest: number;
  isBehindGap: boolean;
  readonly leases: HubLease[];
  readonly voided: HubLease[];
  readonly given: Map<string, number>;
}

/** Nothing has happened yet. */
export function emptyDay(day: BusinessDay): OwnedDay {
  return {
    day,
    next: 0,
    at: 0,
    entries: new Map(),
    numbers: new Map(),
    counters: new Map(),
    raisedAhead: new Map(),
    lines: new Map(),
    services: new Map(),
    givenBy: new Map(),
    runs: new Map(),
    calls: [],
    acts: new Set(),
    recovery: undefined,
    lostBefore: undefined,
    ledger: undefined,
    gapUntil: undefined,
  };
}

/** Another day that is alike and changes by itself. */
export function copyOfDay(day: OwnedDay): OwnedDay {
  return {
    ...day,
    entries: new Map(day.entries),
    numbers: new Map(day.numbers),
    counters: new Map(day.counters),
    raisedAhead: new Map(day.raisedAhead),
    lines: new Map([...day.lines].map(([key, line]) => [key, copyOfLine(line)])),
    services: new Map(day.services),
    givenBy: new Map(day.givenBy),
    runs: new Map([...day.runs].map(([key, run]) => [key, copyOfRun(run)])),
    calls: [...day.calls],
    acts: new Set(day.acts),
    recovery: day.recovery && { ...day.recovery, reported: new Set(day.recovery.reported) },
  };
}

function copyOfLine({ emergency, priority, ordinary, apart, turns }: OwnedLine): OwnedLine {
  return {
    emergency: [...emergency],
    priority: [...priority],
    ordinary: [...ordinary],
    apart: [...apart],
    turns: [...turns],
  };
}

function copyOfRun(run: OwnedRun): OwnedRun {
  return { ...run, leases: [...run.leases], voided: [...run.voided], given: new Map(run.given) };
}

/** Everything that the day held is gone; it begins anew. */
export function clearDay(day: OwnedDay, anew: BusinessDay): void {
  for (const held of [
    day.entries,
    day.numbers,
    day.counters,
    day.raisedAhead,
    day.lines,
    day.services,
    day.givenBy,
    day.runs,
    day.acts,
  ])
    held.clear();
  Object.assign(day, {
    day: anew,
    next: 0,
    recovery: undefined,
    lostBefore: undefined,
    ledger: undefined,
    gapUntil: undefined,
  });
  day.calls.length = 0;
}

export function lineIn(day: OwnedDay, key: string): OwnedLine {
  const known = day.lines.get(key);
  if (known) return known;
  const line: OwnedLine = { emergency: [], priority: [], ordinary: [], apart: [], turns: [] };
  day.lines.set(key, line);
  return line;
}

export function runIn(day: OwnedDay, of: BusinessDay, series: string): OwnedRun {
  const key = runKey(of, series);
  const known = day.runs.get(key);
  if (known) return known;
  const run: OwnedRun = { day: of, series, highest: 0, isBehindGap: false, leases: [], voided: [], given: new Map() };
  day.runs.set(key, run);
  return run;
}

const nobody: CounterState = { by: undefined, isPaused: false, serving: undefined, last: undefined };

/** A counter at which nothing has happened yet is one at which nobody sits. */
export function counterIn(day: QueueDay, counter: CounterId): CounterState {
  return day.counters.get(counter) ?? nobody;
}

export function changeCounter(day: OwnedDay, counter: CounterId, change: Partial<CounterState>): void {
  day.counters.set(counter, { ...counterIn(day, counter), ...change });
}

const nothingToday: ServiceToday = { given: 0, calls: 0 };

export function serviceToday(day: Pick<QueueDay, 'services'>, code: string): ServiceToday {
  return day.services.get(code) ?? nothingToday;
}

/** A number of today counts for this service from now on, or does no more. */
export function countGiven(
  day: OwnedDay,
  { serviceCode, from }: Pick<Entry, 'serviceCode' | 'from'>,
  by: 1 | -1,
): void {
  countToday(day, serviceCode, 'given', by);
  if (from.kind !== 'kiosk') return;
  const key = givenKey(serviceCode, from.kioskId);
  day.givenBy.set(key, Math.max(0, (day.givenBy.get(key) ?? 0) + by));
}

export function countToday(day: OwnedDay, code: string, what: keyof ServiceToday, by: 1 | -1): void {
  const today = serviceToday(day, code);
  day.services.set(code, { ...today, [what]: Math.max(0, today[what] + by) });
}
