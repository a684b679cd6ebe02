import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { NumberingRecord } from '../numbering/gaps.ts';
import type { Lease, LeaseSource, LeaseTable, OpenLease, VoidReason } from '../numbering/leases.ts';

/** The lease and void rows, and the day's numbering as one record. */
export interface StoredLeases extends LeaseTable {
  /** To be called after a transaction that took numbers was rolled back. */
  forgetUncommitted(): void;
  recordOf(day: BusinessDay): NumberingRecord;
}

interface LeaseRow {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  readonly next: number;
  readonly last: number | null;
  readonly source: LeaseSource;
}

interface NumberRow {
  readonly series: string;
  readonly sequence: number;
}

export function createLeaseTable(db: Database, now: () => number): StoredLeases {
  const selectLowest = db.prepare<[string, string], LeaseRow>(
    'select * from lease where day = ? and series = ? and (last is null or next <= last) order by first limit 1',
  );
  const updateNext = db.prepare<[number, string, string, number]>(
    'update lease set next = ? where day = ? and series = ? and first = ?',
  );
  const selectLastLeased = db
    .prepare<[string, string], number | null>('select max(last) from lease where day = ? and series = ?')
    .pluck();
  const insertLease = db.prepare<[string, string, number, number, number | null, string]>(
    'insert into lease (day, series, first, next, last, source) values (?, ?, ?, ?, ?, ?)',
  );
  const selectUnused = db.prepare<[string], LeaseRow>('select * from lease where day < ? and next <= last');
  const insertVoid = db.prepare<[string, string, number, string, number]>(
    'insert into void_number (day, series, sequence, reason, voided_at) values (?, ?, ?, ?, ?)',
  );
  const useUp = db.prepare<[string, string, number]>(
    'update lease set next = last + 1 where day = ? and series = ? and first = ?',
  );
  const selectLeases = db.prepare<[string], LeaseRow>('select * from lease where day = ?');
  const selectVisits = db.prepare<[string], NumberRow>('select series, sequence from visit where day = ?');
  const selectVoids = db.prepare<[string], NumberRow>('select series, sequence from void_number where day = ?');

  /** The lease in use of each series. This process alone writes the rows, so memory is as good as the disk until a rollback. */
  const current = new Map<string, OpenLease>();

  return { take, forgetUncommitted: () => current.clear(), lastLeased, add, unusedBefore, voidRest, recordOf };

  function take(day: BusinessDay, series: string): number | undefined {
    const lease = current.get(series);
    const usable = lease?.day === day && (lease.last === undefined || lease.next <= lease.last);
    const from = usable ? lease : lowestOf(day, series);
    if (!from) return undefined;
    updateNext.run(from.next + 1, day, series, from.first);
    current.set(series, { ...from, next: from.next + 1 });
    return from.next;
  }

  function lowestOf(day: BusinessDay, series: string): OpenLease | undefined {
    const row = selectLowest.get(day, series);
    return row && leaseFromRow(row);
  }

  function lastLeased(day: BusinessDay, series: string): number {
    return selectLastLeased.get(day, series) ?? 0;
  }

  function add({ day, series, first, last, source }: Lease): void {
    insertLease.run(day, series, first, first, last ?? null, source);
  }

  function unusedBefore(day: BusinessDay): readonly OpenLease[] {
    return selectUnused.all(day).map(leaseFromRow);
  }

  function voidRest({ day, series, first, next, last }: OpenLease, reason: VoidReason): void {
    if (last === undefined) throw new Error('an endless lease has no rest');
    const voidedAt = now();
    for (let sequence = next; sequence <= last; sequence += 1) insertVoid.run(day, series, sequence, reason, voidedAt);
    useUp.run(day, series, first);
  }

  function recordOf(day: BusinessDay): NumberingRecord {
    return {
      leases: selectLeases.all(day).map(leaseFromRow),
      visits: selectVisits.all(day),
      voids: selectVoids.all(day),
    };
  }
}

function leaseFromRow({ day, series, first, next, last, source }: LeaseRow): OpenLease {
  return { day, series, first, next, last: last ?? undefined, source };
}
