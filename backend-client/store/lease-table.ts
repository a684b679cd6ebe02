import type { Database } from 'better-sqlite3';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { NumberingRecord, NumberTaken } from '../numbering/gaps.ts';
import type { Lease, LeaseSource, LeaseTable, OpenLease, VoidReason } from '../numbering/leases.ts';

/**
 * The lease and void rows, and the day's numbering as one record.
 *
 * A number is taken and its visit stored in one transaction: how far a lease is used up is the highest number that has a visit.
 * `lease.next` says more only of a lease whose rest is void, or some of whose visits were deleted or have another number.
 */
export interface StoredLeases extends LeaseTable {
  /** Runs a transaction that takes numbers: when it is rolled back, they are free again. */
  inStep<Value>(transaction: () => Value): Value;
  /** Visits of these numbers are deleted in the same transaction: their numbers stay used. */
  noteErased(day: BusinessDay, numbers: readonly NumberTaken[]): void;
  /** The visit of this number has another one in the same transaction: it stays used, and is nobody's. */
  noteWithdrawn(withdrawn: WithdrawnNumber): void;
  /** Numbers of the day that visits have given up, by series and number: those behind `after`, up to `upTo`. */
  withdrawnOf(day: BusinessDay, after?: NumberTaken, upTo?: NumberTaken): readonly NumberTaken[];
  /** Numbers of the day whose visits were deleted, by series and number: those behind `after`, up to `upTo`. */
  erasedOf(day: BusinessDay, after?: NumberTaken, upTo?: NumberTaken): readonly NumberTaken[];
  /** The day's own numbers go on behind the highest one that was given on any of these days. */
  goOnBehind(day: BusinessDay, days: readonly BusinessDay[], isOwn: (series: string) => boolean): void;
  recordOf(day: BusinessDay): NumberingRecord;
  /** By series and number, with those that are used up. */
  leasesOf(day: BusinessDay): readonly OpenLease[];
  /** The kiosk's own numbers of series that it shares from now on go no further; what was given stays in a lease. */
  endOwnRuns(): void;
  /** Numbers of the hub's blocks that are void, of days behind this one; by day, series and number. */
  voidsSince(day: BusinessDay | undefined): readonly VoidRun[];
}

/** Numbers that follow one another; both ends belong to it. */
export interface VoidRun {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  readonly last: number;
}

export interface WithdrawnNumber extends NumberTaken {
  readonly day: BusinessDay;
  readonly at: number;
  readonly visitId: VisitId;
  readonly sessionId: SessionId;
  /** What the visit was for under this number. */
  readonly serviceCode: string;
  readonly wordsId: number | null;
}

interface LeaseRow {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  readonly next: number;
  readonly last: number | null;
  readonly source: LeaseSource;
}

interface InUse {
  readonly day: BusinessDay;
  readonly last: number;
  next: number;
}

/** Numbers that follow one another. */
interface Run {
  readonly series: string;
  readonly first: number;
  readonly last: number;
}

/** Leases with what their visits have used up. */
const leasesSql = `
  select day, series, first, last, source, max(next, coalesce((
    select max(sequence) + 1 from visit
    where visit.day = lease.day and visit.series = lease.series and sequence <= coalesce(last, sequence)
  ), 0)) as next
  from lease`;

export function createLeaseTable(db: Database, now: () => number): StoredLeases {
  const rows = new LeaseRows(db, now);
  return {
    take: (day, series) => rows.take(day, series),
    inStep: (transaction) => rows.inStep(transaction),
    noteErased: (day, numbers) => rows.noteErased(day, numbers),
    noteWithdrawn: (given) => rows.noteWithdrawn(given),
    withdrawnOf: (day, after, upTo) => rows.withdrawnOf(day, after, upTo),
    erasedOf: (day, after, upTo) => rows.erasedOf(day, after, upTo),
    lastLeased: (day, series) => rows.lastLeased(day, series),
    isLeased: (lease) => rows.isLeased(lease),
    add: (lease) => rows.add(lease),
    openBefore: (day) => rows.openBefore(day),
    voidRest: (lease, reason) => rows.voidRest(lease, reason),
    goOnBehind: (day, days, isOwn) => rows.goOnBehind(day, days, isOwn),
    recordOf: (day) => rows.recordOf(day),
    leasesOf: (day) => rows.leasesOf(day),
    endOwnRuns: () => rows.endOwnRuns(),
    voidsSince: (day) => rows.voidsSince(day),
  };
}

class LeaseRows {
  readonly #now: () => number;
  readonly #statements: ReturnType<typeof prepare>;
  /** The lease in use of each series. This process alone stores visits, so memory is as good as the disk until a rollback. */
  readonly #current = new Map<string, InUse>();

  constructor(db: Database, now: () => number) {
    this.#now = now;
    this.#statements = prepare(db);
  }

  inStep<Value>(transaction: () => Value): Value {
    let committed = false;
    try {
      const done = transaction();
      committed = true;
      return done;
    } finally {
      if (!committed) this.#current.clear();
    }
  }

  take(day: BusinessDay, series: string): number | undefined {
    const known = this.#current.get(series);
    const lease = known?.day === day && known.next <= known.last ? known : this.#lowestOf(day, series);
    if (!lease) return undefined;
    this.#current.set(series, lease);
    lease.next += 1;
    return lease.next - 1;
  }

  #lowestOf(day: BusinessDay, series: string): InUse | undefined {
    const left = this.#statements.selectOfSeries
      .all(day, series)
      .find(({ next, last }) => last === null || next <= last);
    return left && { day, next: left.next, last: left.last ?? Number.POSITIVE_INFINITY };
  }

  lastLeased(day: BusinessDay, series: string): number {
    return this.#statements.selectLastLeased.get(day, series) ?? 0;
  }

  isLeased({ day, series, first, last }: Parameters<LeaseTable['isLeased']>[0]): boolean {
    return this.#statements.selectLeased.get(day, series, last ?? Number.MAX_SAFE_INTEGER, first) !== undefined;
  }

  add({ day, series, first, last, source }: Lease): void {
    this.#statements.insertLease.run(day, series, first, first, last ?? null, source);
  }

  openBefore(day: BusinessDay): readonly OpenLease[] {
    return this.#statements.selectOpen.all(day).map(leaseFromRow);
  }

  voidRest({ day, series, first, next, last }: OpenLease, reason: VoidReason): void {
    if (last === undefined) throw new Error('an endless lease has no rest');
    const voidedAt = this.#now();
    for (let sequence = next; sequence <= last; sequence += 1)
      this.#statements.insertVoid.run(day, series, sequence, reason, voidedAt);
    this.#statements.useUp.run(day, series, first);
  }

  /** What the day's own lease has left is given to nobody, and was never promised to anybody. */
  goOnBehind(day: BusinessDay, days: readonly BusinessDay[], isOwn: (series: string) => boolean): void {
    const own = new Map(
      this.#statements.selectHighest.all(JSON.stringify([day])).map(({ series, highest }) => [series, highest]),
    );
    for (const { series, highest } of this.#statements.selectHighest.all(JSON.stringify(days))) {
      const ownHighest = own.get(series) ?? 0;
      if (ownHighest >= highest || !isOwn(series)) continue;
      this.#statements.endEndless.run(ownHighest + 1, ownHighest + 1, day, series);
      this.#statements.insertLease.run(day, series, highest + 1, highest + 1, null, 'local');
      this.#current.delete(series);
    }
  }

  noteErased(day: BusinessDay, numbers: readonly NumberTaken[]): void {
    for (const { series, first, last } of runsOf(numbers)) {
      const beside = this.#statements.takeNeighbours.all(day, series, first, last);
      const from = Math.min(first, ...beside.map((each) => each.first));
      const to = Math.max(last, ...beside.map((each) => each.last));
      this.#statements.insertRun.run(day, series, from, to);
      this.#statements.raiseNext.run(to, day, series, to);
    }
  }

  noteWithdrawn(given: WithdrawnNumber): void {
    const { day, series, sequence, at, visitId, sessionId, serviceCode, wordsId } = given;
    this.#statements.insertWithdrawn.run(day, series, sequence, at, visitId, sessionId, serviceCode, wordsId);
    this.#statements.raiseNext.run(sequence, day, series, sequence);
  }

  withdrawnOf(day: BusinessDay, after?: NumberTaken, upTo?: NumberTaken): readonly NumberTaken[] {
    return this.#statements.selectWithdrawn
      .all(day)
      .filter(
        (number) => (!after || bySeriesAndNumber(number, after) > 0) && (!upTo || bySeriesAndNumber(number, upTo) <= 0),
      );
  }

  erasedOf(day: BusinessDay, after?: NumberTaken, upTo?: NumberTaken): readonly NumberTaken[] {
    return this.#statements.selectRuns.all(day).flatMap(({ series, first, last }) => {
      if (after && series < after.series) return [];
      if (upTo && series > upTo.series) return [];
      const from = series === after?.series ? Math.max(first, after.sequence + 1) : first;
      const to = series === upTo?.series ? Math.min(last, upTo.sequence) : last;
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({ series, sequence: from + index }));
    });
  }

  leasesOf(day: BusinessDay): readonly OpenLease[] {
    return this.#statements.selectLeases.all(day).map(leaseFromRow);
  }

  endOwnRuns(): void {
    for (const { day, series, next } of this.#statements.selectOwnRuns.all())
      this.#statements.endEndless.run(next, next, day, series);
    this.#current.clear();
  }

  voidsSince(day: BusinessDay | undefined): readonly VoidRun[] {
    const rows = this.#statements.selectVoidsSince.all(day ?? '');
    return [...Map.groupBy(rows, (row) => row.day)].flatMap(([of, numbers]) =>
      runsOf(numbers).map((run) => ({ day: of, ...run })),
    );
  }

  recordOf(day: BusinessDay): NumberingRecord {
    return {
      leases: this.leasesOf(day),
      visits: [...this.#statements.selectVisits.all(day), ...this.erasedOf(day)],
      voids: this.#statements.selectVoids.all(day),
      withdrawn: this.#statements.selectWithdrawn.all(day),
    };
  }
}

function prepare(db: Database) {
  return {
    selectOfSeries: db.prepare<[string, string], LeaseRow>(
      `${leasesSql} where day = ? and series = ? and (last is null or lease.next <= last) order by first`,
    ),
    selectLastLeased: db
      .prepare<[string, string], number | null>('select max(last) from lease where day = ? and series = ?')
      .pluck(),
    selectLeased: db
      .prepare<[string, string, number, number], number>(
        'select 1 from lease where day = ? and series = ? and first <= ? and (last is null or last >= ?) limit 1',
      )
      .pluck(),
    insertLease: db.prepare<[string, string, number, number, number | null, string]>(
      'insert into lease (day, series, first, next, last, source) values (?, ?, ?, ?, ?, ?)',
    ),
    selectOpen: db.prepare<[string], LeaseRow>(`${leasesSql} where day < ? and lease.next <= last`),
    insertVoid: db.prepare<[string, string, number, string, number]>(
      'insert into void_number (day, series, sequence, reason, voided_at) values (?, ?, ?, ?, ?)',
    ),
    useUp: db.prepare<[string, string, number]>(
      'update lease set next = last + 1 where day = ? and series = ? and first = ?',
    ),
    selectLeases: db.prepare<[string], LeaseRow>(`${leasesSql} where day = ? order by series, first`),
    selectOwnRuns: db.prepare<[], LeaseRow>(`${leasesSql} where last is null and instr(series, '-') = 0`),
    selectVoidsSince: db.prepare<[string], NumberTaken & { readonly day: BusinessDay }>(
      'select day, series, sequence from void_number where day > ? order by day, series, sequence',
    ),
    selectVisits: db.prepare<[string], NumberTaken>('select series, sequence from visit where day = ?'),
    selectVoids: db.prepare<[string], NumberTaken>('select series, sequence from void_number where day = ?'),
    selectRuns: db.prepare<[string], Run>(
      'select series, first, last from erased_number where day = ? order by series, first',
    ),
    takeNeighbours: db.prepare<[string, string, number, number], Run>(
      `delete from erased_number where day = ? and series = ? and (last = ? - 1 or first = ? + 1)
       returning series, first, last`,
    ),
    insertRun: db.prepare<[string, string, number, number]>(
      'insert into erased_number (day, series, first, last) values (?, ?, ?, ?)',
    ),
    raiseNext: db.prepare<[number, string, string, number]>(
      `update lease set next = max(next, min(? + 1, coalesce(last + 1, 9007199254740991)))
       where day = ? and series = ? and first <= ?`,
    ),

    insertWithdrawn: db.prepare<[string, string, number, number, string, string, string, number | null]>(
      `insert into withdrawn_number (day, series, sequence, reason, withdrawn_at, visit_id, session_id, service_code, words_id)
       values (?, ?, ?, 'changed', ?, ?, ?, ?, ?)`,
    ),
    selectWithdrawn: db.prepare<[string], NumberTaken>(
      'select series, sequence from withdrawn_number where day = ? order by series, sequence',
    ),

    selectHighest: db.prepare<[string], { readonly series: string; readonly highest: number }>(
      `select series, max(next) - 1 as highest from (${leasesSql}) where day in (select value from json_each(?)) group by series`,
    ),
    endEndless: db.prepare<[number, number, string, string]>(
      'update lease set next = max(next, ?), last = max(next, ?) - 1 where day = ? and series = ? and last is null',
    ),
  };
}

/** Of one series after the other, in order. */
function runsOf(numbers: readonly NumberTaken[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { series, sequence } of numbers.toSorted(bySeriesAndNumber)) {
    const open = runs.at(-1);
    if (open?.series === series && open.last === sequence - 1) runs[runs.length - 1] = { ...open, last: sequence };
    else runs.push({ series, first: sequence, last: sequence });
  }
  return runs;
}

export function bySeriesAndNumber(one: NumberTaken, other: NumberTaken): number {
  return one.series === other.series ? one.sequence - other.sequence : one.series < other.series ? -1 : 1;
}

function leaseFromRow({ day, series, first, next, last, source }: LeaseRow): OpenLease {
  return { day, series, first, next, last: last ?? undefined, source };
}
