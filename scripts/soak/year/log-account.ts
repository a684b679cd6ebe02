import type { BusinessDay } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { Cluster } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import type { PostgresqlSettings } from '#kiosk/hub/log/postgresql/target.ts';
import { numberName } from './kiosk.ts';

/**
 * What a day's rows in the database say, read without a line of the hub: by plain SQL and by the words of `queue/events.ts` alone. `broken`
 * are sentences about rows that contradict each other.
 */
export interface LogAccount {
  readonly day: BusinessDay;
  /** Lines by kind of event. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Under which number each visit came, and from whom: a kiosk's id, or `desk`. */
  readonly entered: ReadonlyMap<string, { readonly number: string; readonly from: string }>;
  /** The number after each change of service. */
  readonly changed: ReadonlyMap<string, string>;
  readonly withdrawn: ReadonlySet<string>;
  readonly raised: ReadonlySet<string>;
  /** Kinds of the lines of each act, by its id. */
  readonly acts: ReadonlyMap<string, readonly string[]>;
  /** What was done at a counter, by the id of its act. */
  readonly atCounters: ReadonlyMap<string, readonly CounterLine[]>;
  /** Of this day or another one, by day. */
  readonly numbers: ReadonlyMap<string, NumbersOfDay>;
  /** Where whoever is not done with stands at the end: `waiting`, `called`, `absent`, `parked`, `unknown`. */
  readonly standing: ReadonlyMap<string, string>;
  /** How many stood where, before somebody closed the day. */
  readonly beforeClose: ReadonlyMap<string, number>;
  /** Who was there when it began. */
  readonly carried: ReadonlySet<string>;
  readonly rows: {
    readonly events: number;
    readonly acts: number;
    readonly numbers: number;
    readonly staleDocuments: number;
    /** Of days that a hub keeps no more: it forgets them in the morning, or in the next one where the database fell meanwhile. */
    readonly old: number;
  };
  readonly broken: readonly string[];
}

export interface CounterLine {
  readonly kind: string;
  readonly counter: string;
  readonly visitId: string;
}

/** By `numberName`. */
export interface NumbersOfDay {
  readonly leased: Set<string>;
  readonly used: Set<string>;
  readonly voided: Set<string>;
}

/** Beside today (`kiosk/hub/deciding`). */
const daysKept = 90;

export interface EventRow {
  readonly position: number;
  readonly act_id: string;
  readonly event: string;
}

interface Numbered {
  readonly series: string;
  readonly sequence: number;
}

/** One line, with whatever its kind has; no schema of the hub's is used. */
interface Line {
  readonly kind: string;
  readonly day: BusinessDay;
  readonly visitId: string;
  readonly counter: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
  readonly number: Numbered;
  readonly reason: string;
  readonly entry: Entry;
  readonly carried: readonly Entry[];
  readonly visitIds: readonly string[];
}

interface Entry {
  readonly visitId: string;
  readonly day: BusinessDay;
  readonly number: Numbered;
  readonly from: { readonly kind: string; readonly kioskId?: string };
  readonly state: { readonly is: string; readonly counter?: string };
}

export async function readLogAccount(cluster: Cluster, at: PostgresqlSettings, day: BusinessDay): Promise<LogAccount> {
  const rows = (await cluster.query(
    at,
    'select position, act_id, event from hub_event where day = $1 order by position',
    [day],
  )) as unknown as readonly EventRow[];
  const [counted] = await cluster.query(
    at,
    `select (select count(*)::integer from hub_event where day = $1) as events,
       (select count(*)::integer from hub_act where day = $1) as acts,
       (select count(*)::integer from hub_number where day = $1) as numbers,
       (select count(*)::integer from hub_document where day < $1) as "staleDocuments",
       (select count(*)::integer from hub_event where day < $2) + (select count(*)::integer from hub_act where day < $2)
       + (select count(*)::integer from hub_number where day < $2) + (select count(*)::integer from hub_lease where day < $2) as old`,
    [day, dayAfter(day, -daysKept - 1)],
  );
  return { ...accountOf(day, rows), rows: counted as unknown as LogAccount['rows'] };
}

/** How many lines of each kind the day has by now. */
export async function kindsInLog(
  cluster: Cluster,
  at: PostgresqlSettings,
  day: BusinessDay,
): Promise<ReadonlyMap<string, number>> {
  const rows = await cluster.query(
    at,
    "select event::json ->> 'kind' as kind, count(*)::integer as lines from hub_event where day = $1 group by 1",
    [day],
  );
  return new Map(rows.map(({ kind, lines }) => [String(kind), Number(lines)]));
}

/** Of a day's rows, in order. */
export function accountOf(day: BusinessDay, rows: readonly EventRow[]): Omit<LogAccount, 'rows'> {
  const kinds = new Map<string, number>();
  const acts = new Map<string, string[]>();
  const entered = new Map<string, { number: string; from: string }>();
  const changed = new Map<string, string>();
  const withdrawn = new Set<string>();
  const raised = new Set<string>();
  const atCounters = new Map<string, CounterLine[]>();
  const numbers = new Map<string, NumbersOfDay>();
  const standing = new Map<string, string>();
  let beforeClose: ReadonlyMap<string, number> | undefined;
  const carried = new Set<string>();
  const broken: string[] = [];

  for (const [at, { position, act_id, event }] of rows.entries()) {
    const line = JSON.parse(event) as Line;
    if (position !== at) broken.push(`${day}: line ${at} is not there`);
    kinds.set(line.kind, (kinds.get(line.kind) ?? 0) + 1);
    const ofAct = acts.get(act_id);
    if (ofAct) ofAct.push(line.kind);
    else acts.set(act_id, [line.kind]);
    if (line.counter !== undefined && line.visitId !== undefined) {
      const { kind, counter, visitId } = line;
      atCounters.set(act_id, [...(atCounters.get(act_id) ?? []), { kind, counter, visitId }]);
    }
    follow(line);
  }
  beforeClose ??= countsOf(standing);
  return {
    ...{ day, kinds, acts, entered, changed, withdrawn, raised, atCounters },
    ...{ numbers, standing, beforeClose, carried, broken },
  };

  function follow(line: Line): void {
    const { kind, visitId, counter } = line;
    switch (kind) {
      case 'day-begun':
        for (const { visitId: left, state } of line.carried) {
          carried.add(left);
          standing.set(left, standingOf(state));
        }
        return;
      case 'entered': {
        const { number, from, state, day: of } = line.entry;
        if (entered.has(line.entry.visitId)) broken.push(`${line.entry.visitId} came twice`);
        entered.set(line.entry.visitId, { number: numberName(number), from: from.kioskId ?? 'desk' });
        standing.set(line.entry.visitId, standingOf(state));
        use(of, number);
        return;
      }
      case 'number-changed':
        changed.set(visitId, numberName(line.number));
        standing.set(visitId, 'waiting');
        use(line.day, line.number);
        return;
      case 'lane-changed':
        raised.add(visitId);
        return;
      case 'withdrawn':
        withdrawn.add(visitId);
        standing.delete(visitId);
        return;
      case 'leased':
        block(line, 'leased');
        return;
      case 'numbers-voided':
        block(line, 'voided');
        return;
      case 'called':
        must(visitId, 'waiting', line);
        standing.set(visitId, `called at ${counter}`);
        return;
      case 'recalled':
        must(visitId, `called at ${counter}`, line);
        return;
      case 'finished':
        must(visitId, `called at ${counter}`, line);
        standing.delete(visitId);
        return;
      case 'was-absent':
      case 'parked':
        must(visitId, `called at ${counter}`, line);
        standing.set(visitId, kind === 'parked' ? 'parked' : 'absent');
        return;
      case 'returned':
        if (standing.get(visitId) !== 'parked') must(visitId, 'absent', line);
        standing.set(visitId, 'waiting');
        return;
      case 'transferred': {
        // Whoever waits or was laid aside may be sent on by anybody of the place; whoever is served, from there alone.
        const isAside = ['waiting', 'absent', 'parked'].includes(standing.get(visitId) ?? '');
        if (!isAside) must(visitId, `called at ${counter}`, line);
        standing.set(visitId, 'waiting');
        return;
      }
      case 'day-closed':
        beforeClose = countsOf(standing);
        for (const over of line.visitIds) standing.delete(over);
        return;
      default:
        broken.push(`${day}: nobody has done what ${kind} says`);
    }
  }

  function must(visitId: string, expected: string, { kind, counter }: Line): void {
    const found = standing.get(visitId);
    if (found !== expected)
      broken.push(`${visitId} was ${kind} at ${counter}, and stood as ${found ?? 'done with'} instead of ${expected}`);
  }

  function use(of: BusinessDay, number: Numbered): void {
    const name = numberName(number);
    const { used } = numbersOf(of);
    if (used.has(name)) broken.push(`${of}: number ${name} was given twice`);
    used.add(name);
  }

  function block({ day: of, series, first, last }: Line, kind: 'leased' | 'voided'): void {
    const set = numbersOf(of)[kind];
    for (let sequence = first; sequence <= last; sequence += 1) {
      const name = numberName({ series, sequence });
      if (set.has(name)) broken.push(`${of}: number ${name} was ${kind} twice`);
      set.add(name);
    }
  }

  function numbersOf(of: BusinessDay): NumbersOfDay {
    const known = numbers.get(of) ?? { leased: new Set(), used: new Set(), voided: new Set() };
    numbers.set(of, known);
    return known;
  }
}

function standingOf({ is, counter }: Entry['state']): string {
  return is === 'called' ? `called at ${counter}` : is;
}

function countsOf(standing: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const is of standing.values()) counts.set(is, (counts.get(is) ?? 0) + 1);
  return counts;
}
