import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { NumberingRecord } from '../numbering/gaps.ts';
import type { Lease, LeaseSource, LeaseTable, OpenLease, VoidReason } from '../numbering/leases.ts';

/**
 * The lease and void rows, and the day's numbering as one record.
 *
 * A number is taken and its visit stored in one transaction, and visits are never deleted: how far a lease is used up is the
 * highest number that has a visit. `lease.next` says more only of a lease whose rest is void.
 */
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

interface InUse {
  readonly day: BusinessDay;
  readonly last: number;
  next: number;
}

interface NumberRow {
  readonly series: string;
  readonly sequence: number;
}

/** Leases with what their visits have used up. */
const leasesSql = `
  select day, series, first, last, source, max(next, coalesce((
    select max(sequence) + 1 from visit
    where visit.day = lease.day and visit.series = lease.series and sequence <= coalesce(last, sequence)
  ), 0)) as next
  from lease`;

export function createLeaseTable(db: Database, now: () => number): StoredLeases {
  const selectOfSeries = db.prepare<[string, string], LeaseRow>(
    `${leasesSql} where day = ? and series = ? and (last is null or lease.next <= last) order by first`,
  );
  const selectLastLeased = db
    .prepare<[string, string], number | null>('select max(last) from lease where day = ? and series = ?')
    .pluck();
  const insertLease = db.prepare<[string, string, number, number, number | null, string]>(
    'insert into lease (day, series, first, next, last, source) values (?, ?, ?, ?, ?, ?)',
  );
  const selectOpen = db.prepare<[string], LeaseRow>(`${leasesSql} where day < ? and lease.next <= last`);
  const insertVoid = db.prepare<[string, string, number, string, number]>(
    'insert into void_number (day, series, sequence, reason, voided_at) values (?, ?, ?, ?, ?)',
  );
  const useUp = db.prepare<[string, string, number]>(
    'update lease set next = last + 1 where day = ? and series = ? and first = ?',
  );
  const selectLeases = db.prepare<[string], LeaseRow>(`${leasesSql} where day = ?`);
  const selectVisits = db.prepare<[string], NumberRow>('select series, sequence from visit where day = ?');
  const selectVoids = db.prepare<[string], NumberRow>('select series, sequence from void_number where day = ?');

  /** The lease in use of each series. This process alone stores visits, so memory is as good as the disk until a rollback. */
  const current = new Map<string, InUse>();

  return { take, forgetUncommitted: () => current.clear(), lastLeased, add, openBefore, voidRest, recordOf };

  function take(day: BusinessDay, series: string): number | undefined {
    const known = current.get(series);
    const lease = known?.day === day && known.next <= known.last ? known : lowestOf(day, series);
    if (!lease) return undefined;
    current.set(series, lease);
    lease.next += 1;
    return lease.next - 1;
  }

  function lowestOf(day: BusinessDay, series: string): InUse | undefined {
    const left = selectOfSeries.all(day, series).find(({ next, last }) => last === null || next <= last);
    return left && { day, next: left.next, last: left.last ?? Number.POSITIVE_INFINITY };
  }

  function lastLeased(day: BusinessDay, series: string): number {
    return selectLastLeased.get(day, series) ?? 0;
  }

  function add({ day, series, first, last, source }: Lease): void {
    insertLease.run(day, series, first, first, last ?? null, source);
  }

  function openBefore(day: BusinessDay): readonly OpenLease[] {
    return selectOpen.all(day).map(leaseFromRow);
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
