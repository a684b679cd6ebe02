import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { PaperState } from '../contract/visit.ts';
import type { DayTally } from './day-tally.ts';
import { paperOf, type StoredPaper } from './paper-state.ts';

/** What happened in one business day, without a word about anybody. */
export interface DayCounts {
  readonly visits: number;
  /** Visits whose ticket is proven to be out. */
  readonly printed: number;
  /** Visits whose ticket was sent to a printer that proved nothing; it may be out. */
  readonly unproven: number;
  /** Visits without paper: the number was shown on the screen, or is being printed. */
  readonly notPrinted: number;
  readonly readings: number;
  /** Visits whose patient took the number by phone: nothing was printed. */
  readonly onPhone: number;
  /** How many said each score of how it went, from 1 to 5. */
  readonly opinions: readonly number[];
  /** Visits that a screening was answered for, and those of them that were sent to a room of their own. */
  readonly screened: number;
  readonly isolated: number;
}

const columns = {
  printed: 'printed',
  'taken-by-phone': 'onPhone',
  unknown: 'unproven',
  attempting: 'notPrinted',
  pending: 'notPrinted',
  'not-printed': 'notPrinted',
} as const satisfies Readonly<Record<PaperState, Exclude<keyof DayCounts, 'opinions'>>>;

export const nothingCounted: DayCounts = {
  visits: 0,
  printed: 0,
  unproven: 0,
  notPrinted: 0,
  readings: 0,
  onPhone: 0,
  opinions: [0, 0, 0, 0, 0],
  screened: 0,
  isolated: 0,
};

interface Needs {
  readonly tally: Pick<DayTally, 'of'>;
  readonly opinionsOf: (day: BusinessDay) => readonly number[];
}

export function createDayCounts(db: Database, { tally, opinionsOf }: Needs): (day: BusinessDay) => DayCounts {
  const papers = db.prepare<
    [string],
    { readonly paper: StoredPaper; readonly phone_at: number | null; readonly visits: number }
  >(
    'select paper, max(phone_at) as phone_at, count(*) as visits from visit where day = ? group by paper, phone_at is null',
  );
  const readings = db.prepare<[string], number>('select count(*) from reading where day = ?').pluck();
  return (day) => {
    const counts = {
      ...nothingCounted,
      readings: readings.get(day) ?? 0,
      opinions: opinionsOf(day),
      ...tally.of(day),
    };
    for (const { visits, ...row } of papers.all(day)) {
      counts.visits += visits;
      counts[columns[paperOf(row)]] += visits;
    }
    return counts;
  };
}
