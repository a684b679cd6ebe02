import type { VisitId } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { notAtChair, wasMeasured } from './chairs.ts';
import type { CounterId, Entry, EntryState } from './entry.ts';
import type { CallHow, EventKind, LoggedEvent, QueueEvent } from './events.ts';
import {
  changeCounter,
  clearDay,
  counterIn,
  countGiven,
  countToday,
  lineIn,
  type OwnedDay,
  runIn,
} from './owned-day.ts';
import { type DayCall, lineKey, numberKey, type UndoableAct } from './queue-day.ts';
import { joinLine, leaveLine } from './waiting-lines.ts';

/**
 * What has happened becomes the state of the day. Looks at no clock and no settings; the events of a log in their order make the same day
 * everywhere. An event that does not fit the day is a fault of whoever wrote it, and throws.
 */
export function apply(day: OwnedDay, logged: LoggedEvent): void {
  const { event } = logged;
  const applyOne = appliers[event.kind] as (day: OwnedDay, event: QueueEvent, logged: LoggedEvent) => void;
  applyOne(day, event, logged);
  day.next = logged.position + 1;
  day.at = logged.at;
  day.acts.add(logged.actId);
}

type Appliers = {
  readonly [Kind in EventKind]: (
    day: OwnedDay,
    event: Extract<QueueEvent, { kind: Kind }>,
    logged: LoggedEvent,
  ) => void;
};

const appliers: Appliers = {
  'day-begun': (day, { day: begun, carried, counters, runs, ledger, lostBefore, gapUntil, recovery }, { actId }) => {
    clearDay(day, begun);
    day.ledger = ledger ?? actId;
    day.lostBefore = lostBefore;
    day.gapUntil = gapUntil;
    day.recovery = recovery && { begunAt: recovery.begunAt, reported: new Set(recovery.reported) };
    for (const { counter, by, isPaused } of counters) changeCounter(day, counter, { by, isPaused });
    for (const { day: of, series, highest, isBehindGap, leases } of runs) {
      const run = runIn(day, of, series);
      run.leases.push(...leases);
      Object.assign(run, { highest, isBehindGap });
    }
    for (const entry of carried) enter(day, entry);
  },

  entered: (day, { entry }, logged) => {
    enter(day, entry);
    if (entry.from.kind === 'staff') note(day, entry.from.counter, 'quick-issue', undefined, entry, logged);
  },

  'lane-changed': (day, { visitId, lane, isToBeConfirmed }) => {
    if (!day.entries.has(visitId)) day.raisedAhead.set(visitId, isToBeConfirmed);
    else put(day, { ...entryOf(day, visitId), lane, isLaneToBeConfirmed: isToBeConfirmed });
  },

  'number-changed': (day, { visitId, day: of, givenAt, number, serviceCode, lane, place }, { at }) => {
    const entry = entryOf(day, visitId);
    if (entry.day === day.day) countGiven(day, entry, -1);
    enter(day, {
      ...entry,
      wanted: undefined,
      day: of,
      number,
      serviceCode,
      lane,
      givenAt,
      state: { is: 'waiting', since: at, place },
    });
  },

  withdrawn: (day, { visitId, reason }, { at }) => move(day, visitId, { is: 'withdrawn', at, reason }),

  leased: (day, { kioskId, day: of, series, first, last, isBehindGap }) => {
    const run = runIn(day, of, series);
    if (kioskId !== undefined) run.leases.push({ kioskId, first, last });
    run.highest = Math.max(run.highest, last);
    if (isBehindGap) run.isBehindGap = true;
  },

  'numbers-voided': (day, { kioskId, day: of, series, first, last }) => {
    runIn(day, of, series).voided.push({ kioskId, first, last });
  },

  'recovery-begun': (day, _event, { at }) => {
    day.recovery = { begunAt: at, reported: new Set() };
    day.lostBefore = at;
  },

  'recovery-ended': (day, { by }) => {
    day.recovery = undefined;
    if (by) day.gapUntil = dayAfter(day.day, 1);
  },

  'leases-reported': (day, { kioskId }) => {
    day.recovery?.reported.add(kioskId);
  },

  'sat-down': (day, { counter, by }) => changeCounter(day, counter, { by, isPaused: false, last: undefined }),
  'left-counter': (day, { counter }) =>
    changeCounter(day, counter, { by: undefined, isPaused: false, last: undefined }),
  paused: (day, { counter }) => changeCounter(day, counter, { isPaused: true }),
  resumed: (day, { counter }) => changeCounter(day, counter, { isPaused: false }),

  called: (day, { visitId, counter, by, how }, logged) => {
    const before = entryOf(day, visitId);
    const after = {
      ...notAtChair(before),
      calls: before.calls + 1,
      state: { is: 'called', counter, by, since: logged.at },
    } as const;
    put(day, after);
    note(day, counter, calledBy[how.in], before, after, logged);
    day.calls.push(callMade(after, counter, how, logged));
    if (how.in === 'no-turn') return;
    countToday(day, before.serviceCode, 'calls', 1);
    if (how.in === 'turn' && how.share !== 'none') {
      const { turns } = lineIn(day, lineKey(before));
      turns.push({ position: logged.position, actId: logged.actId, share: how.share });
      if (turns.length > turnsKept) turns.shift();
    }
  },

  recalled: (day, { visitId, counter }, logged) => {
    const before = entryOf(day, visitId);
    const after = { ...before, calls: before.calls + 1 };
    put(day, after);
    note(day, counter, 'recall', before, after, logged);
    day.calls.push(callMade(after, counter, undefined, logged));
  },

  finished: (day, { visitId, counter }, logged) =>
    moveAt(day, counter, 'finish', visitId, { is: 'finished', counter, at: logged.at }, logged),

  'was-absent': (day, { visitId, counter }, logged) =>
    moveAt(day, counter, 'absent', visitId, { is: 'absent', counter, since: logged.at }, logged),

  parked: (day, { visitId, counter, reason }, logged) =>
    moveAt(day, counter, 'park', visitId, { is: 'parked', counter, since: logged.at, reason }, logged),

  returned: (day, { visitId, counter, place, notBefore }, logged) =>
    moveAt(day, counter, 'return', visitId, { is: 'waiting', since: logged.at, place, notBefore }, logged),

  transferred: (day, { visitId, counter, serviceCode, wanted, place }, logged) => {
    const before = entryOf(day, visitId);
    const after = { ...before, serviceCode, wanted, state: { is: 'waiting', since: logged.at, place } } as const;
    put(day, after);
    note(day, counter, 'transfer', before, after, logged);
  },

  undone: (day, { counter, undoes, before }) => {
    const last = counterIn(day, counter).last;
    for (const entry of before) put(day, entry);
    for (const changed of last?.changed ?? []) takeBackCall(day, undoes, changed);
    changeCounter(day, counter, { last: undefined });
    for (let at = day.calls.length - 1; at >= 0 && (day.calls[at]?.at ?? 0) >= (last?.at ?? 0); at -= 1) {
      if (day.calls[at]?.actId === undoes) day.calls.splice(at, 1);
    }
  },

  invited: (day, { visitId, counter, until }, logged) => {
    const after = { ...entryOf(day, visitId), chair: { is: 'invited', counter, until } } as const;
    put(day, after);
    day.calls.push(callMade({ ...after, calls: 1 }, counter, { in: 'chair' }, logged));
  },

  'took-chair': (day, { visitId, counter, until }) => {
    const before = entryOf(day, visitId);
    const measured = wasMeasured(before) ? ({ isMeasured: true } as const) : {};
    put(day, { ...before, chair: { is: 'seated', counter, until, ...measured } });
  },

  'was-measured': (day, { visitId }) => {
    const before = entryOf(day, visitId);
    const { chair } = before;
    put(day, { ...before, chair: chair && 'until' in chair ? { ...chair, isMeasured: true } : { is: 'measured' } });
  },

  'left-chair': (day, { visitId, as }) => {
    const after = notAtChair(entryOf(day, visitId));
    put(day, as === 'put-off' || after.chair ? after : { ...after, chair: { is: 'not-again' } });
  },

  sorted: (day, { visitId, as, place }, { at }) =>
    move(
      day,
      visitId,
      as === 'waits'
        ? { is: 'waiting', since: at, place }
        : as === 'was-served'
          ? { is: 'finished', counter: undefined, at }
          : { is: 'closed', at },
    ),

  'day-closed': (day, { visitIds }, { at }) => {
    for (const visitId of visitIds) move(day, visitId, { is: 'closed', at });
  },
};

/** Twice the longest run of one lane that settings may ask for, and what an undo may take out of it. */
const turnsKept = 64;

const calledBy = {
  turn: 'call-next',
  'turn-of-other': 'call-this',
  'no-turn': 'serve-without-ticket',
} as const satisfies Readonly<Record<CallHow['in'], UndoableAct>>;

function entryOf(day: OwnedDay, visitId: VisitId): Entry {
  const entry = day.entries.get(visitId);
  if (!entry) throw new Error('an event speaks of a visit that never entered');
  return entry;
}

/** The number counts, and is this visit's for ever. */
function enter(day: OwnedDay, entry: Entry): void {
  put(day, entry);
  day.numbers.set(numberKey(entry.day, entry.number), entry.visitId);
  const run = runIn(day, entry.day, entry.number.series);
  run.highest = Math.max(run.highest, entry.number.sequence);
  if (entry.from.kind === 'kiosk') run.given.set(entry.from.kioskId, (run.given.get(entry.from.kioskId) ?? 0) + 1);
  if (entry.day === day.day) countGiven(day, entry, 1);
}

/** Lines and counters follow from the entries. */
function put(day: OwnedDay, entry: Entry): void {
  const before = day.entries.get(entry.visitId);
  if (before?.state.is === 'waiting') leaveLine(day, before);
  const left = before && whereServed(before);
  if (left !== undefined && counterIn(day, left).serving === entry.visitId) {
    changeCounter(day, left, { serving: undefined });
  }
  day.entries.set(entry.visitId, entry);
  if (entry.state.is === 'waiting') joinLine(day, entry);
  const at = whereServed(entry);
  if (at !== undefined) changeCounter(day, at, { serving: entry.visitId });
}

function whereServed({ state, chair }: Entry): CounterId | undefined {
  if (state.is === 'called') return state.counter;
  return state.is === 'waiting' && chair && 'counter' in chair ? chair.counter : undefined;
}

function move(day: OwnedDay, visitId: VisitId, state: EntryState): void {
  put(day, { ...notAtChair(entryOf(day, visitId)), state });
}

function moveAt(
  day: OwnedDay,
  counter: CounterId,
  act: UndoableAct,
  visitId: VisitId,
  state: EntryState,
  logged: LoggedEvent,
): void {
  const before = entryOf(day, visitId);
  const after = { ...before, state };
  put(day, after);
  note(day, counter, act, before, after, logged);
}

/** What `undo` needs to know. An act of several events is named by its last one: the call that finished somebody is a call. */
function note(
  day: OwnedDay,
  counter: CounterId,
  act: UndoableAct,
  before: Entry | undefined,
  after: Entry,
  { actId, at }: LoggedEvent,
): void {
  const last = counterIn(day, counter).last;
  const others = last?.actId === actId ? last.changed : [];
  const earlier = others.find((changed) => changed.after === before);
  const changed = [
    ...others.filter((other) => other !== earlier),
    { before: earlier ? earlier.before : before, after },
  ];
  changeCounter(day, counter, { last: { actId, at, act, changed } });
}

function callMade(
  { visitId, number, calls }: Entry,
  counter: CounterId,
  how: DayCall['how'],
  { day, position, actId, at }: LoggedEvent,
): DayCall {
  return { day, position, actId, at, visitId, counter, number: number.text, count: calls, how };
}

/** The ratio, and who comes after so many others, are as if it had not been called. */
function takeBackCall(
  day: OwnedDay,
  actId: LoggedEvent['actId'],
  { before, after }: { readonly before: Entry | undefined; readonly after: Entry },
): void {
  if (before === undefined || after.state.is !== 'called' || before.state.is === 'called') return;
  countToday(day, before.serviceCode, 'calls', -1);
  const { turns } = lineIn(day, lineKey(before));
  const at = turns.findIndex((turn) => turn.actId === actId);
  if (at >= 0) turns.splice(at, 1);
}
