import type { Database } from 'better-sqlite3';
import type { RandomBytes, VisitId } from '#config/agreements/ids.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { OpenDay } from './business-days.ts';
import { createFactMessages, placeOf } from './fact-messages.ts';
import type { Visits } from './visits.ts';

interface Needs {
  readonly db: Database;
  readonly renderers: readonly MessageRenderer[];
  readonly randomBytes: RandomBytes;
  readonly factsOf: Visits['factsOf'];
}

/**
 * A system that was added in the middle of a day is told of the visits of that day which it has never heard of, oldest first, as they stand
 * now. Gives how many. All or none are told.
 */
export function createTellingLate({ db, renderers, randomBytes, factsOf }: Needs) {
  const selectUntold = db
    .prepare<[string, string], VisitId>(
      `select visit_id from visit where day = ? and given_up_at is null and not exists (
         select 1 from message where message.visit_id = visit.visit_id and endpoint_id = ?
       ) order by coalesce(numbered_at, stored_at), series, sequence`,
    )
    .pluck();
  return db.transaction((endpointId: string, today: OpenDay): number => {
    const messages = createFactMessages({
      db,
      renderers: renderers.filter((each) => each.endpointId === endpointId),
      randomBytes,
    });
    const untold = selectUntold.all(today.day, endpointId).flatMap((visitId) => factsOf(visitId) ?? []);
    for (const facts of untold) messages.insertLater({ kind: 'registration', ...facts }, placeOf(facts.visit), today);
    return untold.length;
  });
}
