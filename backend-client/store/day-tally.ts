import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';

/** Visits of a day that a screening was answered for, and those of them that were sent to a room of their own. */
export interface ScreeningCounts {
  readonly screened: number;
  readonly isolated: number;
}

export interface DayTally {
  of(day: BusinessDay): ScreeningCounts;
  /** One visit, in its transaction; `before`: what was known of it. A visit counts once, however often it is answered. */
  note(day: BusinessDay, said: VisitAnswers | undefined, before: VisitAnswers | undefined): void;
}

/** Counts that say nothing about anybody: no row leads from a visit to them, and none back. */
export function createDayTally(db: Database): DayTally {
  const select = db.prepare<[string], { readonly what: string; readonly count: number }>(
    'select what, count from day_tally where day = ?',
  );
  const add = db.prepare<[string, keyof ScreeningCounts]>(
    'insert into day_tally (day, what, count) values (?, ?, 1) on conflict do update set count = count + 1',
  );
  return {
    of(day) {
      const counts = new Map(select.all(day).map(({ what, count }) => [what, count]));
      return { screened: counts.get('screened') ?? 0, isolated: counts.get('isolated') ?? 0 };
    },
    note(day, said, before) {
      if (said?.screening && !before?.screening) add.run(day, 'screened');
      if (said?.screening?.isolate && !before?.screening?.isolate) add.run(day, 'isolated');
    },
  };
}
