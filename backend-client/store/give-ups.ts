import type { Database } from 'better-sqlite3';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { OpenDay } from './business-days.ts';
import { type FactMessages, placeOf } from './fact-messages.ts';
import type { Visits } from './visits.ts';

interface Needs {
  readonly db: Database;
  readonly messages: FactMessages;
  readonly factsOf: Visits['factsOf'];
}

/**
 * The patient of a visit of today does not want its number any more, in one transaction: whoever has the document gets another number when
 * they ask for one, no paper says this one again, and the hospital is told. `undefined`: no such visit of today. `false`: it was given up
 * before, and nothing is told twice.
 */
export function createGiveUps({ db, messages, factsOf }: Needs) {
  const note = db.prepare<[number, string, string]>(
    'update visit set given_up_at = ? where visit_id = ? and day = ? and given_up_at is null',
  );
  const freeDocuments = db.prepare<[BusinessDay, string]>('delete from visit_document where day = ? and visit_id = ?');
  return db.transaction((visitId: VisitId, today: OpenDay): boolean | undefined => {
    const facts = factsOf(visitId);
    if (facts?.visit.day !== today.day) return undefined;
    if (note.run(today.at, visitId, today.day).changes === 0) return false;
    freeDocuments.run(today.day, visitId);
    messages.insertLater({ kind: 'given-up', ...facts, givenUpAt: today.at }, placeOf(facts.visit), today);
    return true;
  });
}
