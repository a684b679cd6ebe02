import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { EventKind, LoggedEvent, QueueEvent } from '../queue/events.ts';
import type { LogProblem } from './log-problem.ts';

/** How an event lies in a database: its own JSON beside the columns that the database keeps unique and in order. */
export interface EventRow {
  readonly day: string;
  readonly position: number;
  readonly act_id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly event: string;
}

export function rowOf({ day, position, actId, at, event }: LoggedEvent): EventRow {
  return { day, position, act_id: actId, at, event: JSON.stringify(event) };
}

/** Lines of one day from its beginning. A gap, or a line that is no event of this version, is `damaged` and named. */
export function readDay(day: BusinessDay, rows: readonly EventRow[]): Result<readonly LoggedEvent[], LogProblem> {
  const events: LoggedEvent[] = [];
  for (const row of rows) {
    const logged = row.position === events.length && row.day === day ? readRow(row) : undefined;
    if (!logged) return problem({ kind: 'damaged', line: { day, position: events.length } });
    events.push(logged);
  }
  return ok(events);
}

/** Lines of one act. */
export function readLines(rows: readonly EventRow[]): Result<readonly LoggedEvent[], LogProblem> {
  const events: LoggedEvent[] = [];
  for (const row of rows) {
    const logged = readRow(row);
    if (!logged)
      return problem({ kind: 'damaged', line: { day: row.day as BusinessDay, position: Number(row.position) } });
    events.push(logged);
  }
  return ok(events);
}

interface ActLines {
  readonly actId: ActId;
  readonly day: BusinessDay;
  readonly first: number;
  readonly count: number;
}

/** The acts of some events and where they stand; the events of one act stand one behind the other. */
export function actsIn(events: readonly LoggedEvent[]): Iterable<ActLines> {
  const acts = new Map<ActId, ActLines>();
  for (const { actId, day, position } of events) {
    const act = acts.get(actId);
    acts.set(actId, act ? { ...act, count: act.count + 1 } : { actId, day, first: position, count: 1 });
  }
  return acts.values();
}

function readRow({ day, position, act_id, at, event }: EventRow): LoggedEvent | undefined {
  const read = eventIn(event);
  if (!read || !Number.isSafeInteger(at)) return undefined;
  return { day: day as BusinessDay, position, actId: act_id as ActId, at, event: read };
}

/** Whoever could write a wrong event that reads could write a right one: what is looked at is whether it was written by this version. */
function eventIn(text: string): QueueEvent | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isEvent(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(read: unknown): read is QueueEvent {
  if (typeof read !== 'object' || read === null || !('kind' in read)) return false;
  return typeof read.kind === 'string' && Object.hasOwn(eventKinds, read.kind);
}

const eventKinds = {
  'day-begun': true,
  entered: true,
  'lane-changed': true,
  'number-changed': true,
  withdrawn: true,
  leased: true,
  'numbers-voided': true,
  'recovery-begun': true,
  'recovery-ended': true,
  'leases-reported': true,
  'sat-down': true,
  'left-counter': true,
  paused: true,
  resumed: true,
  called: true,
  recalled: true,
  finished: true,
  'was-absent': true,
  returned: true,
  parked: true,
  transferred: true,
  undone: true,
  sorted: true,
  'day-closed': true,
} as const satisfies Record<EventKind, true>;
