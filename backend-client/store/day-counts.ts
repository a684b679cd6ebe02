import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { PaperState } from '../contract/visit.ts';
import type { DayTally } from './day-tally.ts';

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
  /** Visits that a screening was answered for, and those of them that were sent to a room of their own. */
  readonly screened: number;
  readonly isolated: number;
}

const columns = {
  printed: 'printed',
  unknown: 'unproven',
  attempting: 'notPrinted',
  pending: 'notPrinted',
  'not-printed': 'notPrinted',
} as const satisfies Readonly<Record<PaperState, keyof DayCounts>>;

export const nothingCounted: DayCounts = {
  visits: 0,
  printed: 0,
  unproven: 0,
  notPrinted: 0,
  readings: 0,
  screened: 0,
  isolated: 0,
};

export function createDayCounts(db: Database, tally: Pick<DayTally, 'of'>): (day: BusinessDay) => DayCounts {
  const papers = db.prepare<[string], { readonly paper: PaperState; readonly visits: number }>(
    'select paper, count(*) as visits from visit where day = ? group by paper',
  );
  const readings = db.prepare<[string], number>('select count(*) from reading where day = ?').pluck();
  return (day) => {
    const counts = { ...nothingCounted, readings: readings.get(day) ?? 0, ...tally.of(day) };
    for (const { paper, visits } of papers.all(day)) {
      counts.visits += visits;
      counts[columns[paper]] += visits;
    }
    return counts;
  };
}
