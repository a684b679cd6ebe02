import type { HubMemory, HubWord } from '#backend-client/hub-link/hub-word.ts';
import { closeEarlierDays, type Lease, type LeaseTable, type OpenLease } from '#backend-client/numbering/leases.ts';
import { createNumbering, type LeasedBlock } from '#backend-client/numbering/policy.ts';
import { makeUpMark } from '#backend-client/numbering/ticket-number.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import { ok } from '#config/agreements/result.ts';

type Kept = Pick<Store, 'leasesOf' | 'addLease' | 'voidsSince'> & { readonly time: Pick<Store['time'], 'today'> };

/** A kiosk's numbers by the rules of every kiosk, in memory where a kiosk has its store. */
export interface NumbersInMemory extends Kept {
  take(series: string): ReturnType<ReturnType<typeof createNumbering>['take']>;
  /** What the days before leased and did not need becomes void. */
  begin(day: BusinessDay): void;
}

type Row = { -readonly [Key in keyof OpenLease]: OpenLease[Key] };

export function createNumbersInMemory(today: BusinessDay, mark: () => string): NumbersInMemory {
  let rows: Row[] = [];
  let voids: LeasedBlock[] = [];
  let day = today;
  const table: LeaseTable = {
    take(of, series) {
      const row = rows.find((each) => isOf(each, of, series) && each.next <= (each.last ?? each.next));
      if (row) row.next += 1;
      return row && row.next - 1;
    },
    lastLeased: (of, series) =>
      rows.filter((each) => isOf(each, of, series)).reduce((most, { last = 0 }) => Math.max(most, last), 0),
    add: (lease: Lease) => void rows.push({ ...lease, next: lease.first }),
    isLeased: ({ day: of, series, first, last = Number.POSITIVE_INFINITY }) =>
      rows.some((each) => isOf(each, of, series) && each.first <= last && first <= (each.last ?? first)),
    openBefore: (of) => rows.filter((each) => each.day < of && each.last !== undefined && each.next <= each.last),
    voidRest({ day: of, series, first, next, last = 0 }) {
      voids.push({ day: of, series, first: next, last });
      const row = rows.find((each) => isOf(each, of, series) && each.first === first);
      if (row) row.next = last + 1;
    },
  };
  const numbering = createNumbering(table, {
    kind: 'shared',
    get mark() {
      return mark();
    },
  });

  return {
    take: (series) => numbering.take(day, series),
    begin(anew) {
      voids = voids.filter((each) => each.day >= day);
      closeEarlierDays(table, anew);
      rows = rows.filter((each) => each.day >= anew);
      day = anew;
    },
    leasesOf: (of) => rows.filter((each) => each.day === of),
    addLease: (block) => ok(numbering.addLease(block, day)),
    voidsSince: (since) => voids.filter((each) => since === undefined || each.day > since),
    time: { today: () => day },
  };
}

function isOf(row: Row, day: BusinessDay, series: string): boolean {
  return row.day === day && row.series === series;
}

/** The hub's word as a kiosk keeps it, gone with the program. */
export function createWordInMemory(randomBytes: RandomBytes): HubMemory {
  let word: HubWord = { mark: makeUpMark(randomBytes), isMarkGiven: false, asked: [] };
  return {
    word: () => word,
    keep(change) {
      word = { ...word, ...change };
      return true;
    },
  };
}
