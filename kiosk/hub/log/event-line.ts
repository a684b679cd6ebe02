import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LoggedEvent } from '../queue/events.ts';
import { readLoggedEvent } from '../queue/logged-event.ts';
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

/** From day to day by the index: `distinct` would look at every line of three months. */
export const daysInLog = `
  with recursive found (day) as (
    select min(day) from hub_event
    union all
    select (select min(day) from hub_event where day > found.day) from found where found.day is not null
  )
  select day from found where day is not null order by day`;

export function rowOf({ day, position, actId, at, event }: LoggedEvent): EventRow {
  return { day, position, act_id: actId, at, event: JSON.stringify(event) };
}

/** Lines of one day from a position on. A gap, or a line that is no event of this version, is `damaged` and named. */
export function readDay(
  day: BusinessDay,
  from: number,
  rows: readonly EventRow[],
): Result<readonly LoggedEvent[], LogProblem> {
  const events: LoggedEvent[] = [];
  for (const row of rows) {
    const position = from + events.length;
    const logged = row.position === position && row.day === day ? readRow(row) : undefined;
    if (!logged) return problem({ kind: 'damaged', line: { day, position } });
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

/** Whole and bounded: what does not read would end the hub that applies it, and each one after it. */
function readRow({ day, position, act_id, at, event }: EventRow): LoggedEvent | undefined {
  try {
    const read = readLoggedEvent({ day, position, actId: act_id, at, event: JSON.parse(event) });
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}
