import type { Database } from 'better-sqlite3';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import type { NumberTaken } from '../numbering/gaps.ts';
import { ticketNumber } from '../numbering/ticket-number.ts';
import { bySeriesAndNumber, type StoredLeases } from './lease-table.ts';

export interface DayFacts {
  /**
   * Every visit of the day, in the order of the ticket numbers. Reads on while it is walked: nothing else waits for it, a day
   * of any size needs the same memory, and what is stored meanwhile may or may not be in it. Throws what SQLite throws.
   */
  visitsOf(day: BusinessDay): Iterable<VisitOfDay>;
  /** Days of which something can still be read, newest first. */
  readableDays(): readonly BusinessDay[];
}

interface Needs {
  readonly db: Database;
  readonly factsOf: (visitId: VisitId) => VisitFacts | undefined;
  readonly leases: Pick<StoredLeases, 'erasedOf' | 'withdrawnOf'>;
}

interface Place extends NumberTaken {
  readonly visit_id: VisitId;
}

const pageSize = 200;

/** Walks the index of the ticket numbers. */
export const selectPageSql = `
  select visit_id, series, sequence from visit where day = ? and (series, sequence) > (?, ?)
  order by series, sequence limit ?`;

export function createDayFacts({ db, factsOf, leases }: Needs): DayFacts {
  const selectPage = db.prepare<[string, string, number, number], Place>(selectPageSql);
  const selectErased = db.prepare<[string], 0 | 1>('select patient is null from visit where visit_id = ?').pluck();
  const selectGivenUp = db
    .prepare<[string], 0 | 1>('select given_up_at is not null from visit where visit_id = ?')
    .pluck();
  const selectDays = db.prepare<[], BusinessDay>('select day from day_key order by day desc').pluck();

  return { visitsOf, readableDays: () => selectDays.all() };

  function* visitsOf(day: BusinessDay): Generator<VisitOfDay> {
    let last: NumberTaken = { series: '', sequence: 0 };
    for (;;) {
      const page = selectPage.all(day, last.series, last.sequence, pageSize);
      const end = page.length < pageSize ? undefined : page.at(-1);
      // Read together with the page: what is erased later is noticed when its turn comes.
      const numbers = [
        ...page.map((place) => ({ ...place, is: 'stored' as const })),
        ...leases.erasedOf(day, last, end).map((number) => ({ ...number, is: 'erased' as const })),
        ...leases.withdrawnOf(day, last, end).map((number) => ({ ...number, is: 'withdrawn' as const })),
      ];
      for (const number of numbers.toSorted(bySeriesAndNumber)) {
        if (number.is === 'stored') yield visitAt(number);
        else yield { is: number.is, ticketNumber: ticketNumber(number.series, number.sequence).text };
      }
      if (!end) return;
      last = end;
    }
  }

  function visitAt({ visit_id: visitId, series, sequence }: Place): VisitOfDay {
    const { text } = ticketNumber(series, sequence);
    if (selectGivenUp.get(visitId) === 1) return { is: 'withdrawn', ticketNumber: text };
    const facts = factsOf(visitId);
    if (facts) return { is: 'kept', ticketNumber: text, facts };
    return { is: selectErased.get(visitId) === 0 ? 'unreadable' : 'erased', ticketNumber: text };
  }
}
