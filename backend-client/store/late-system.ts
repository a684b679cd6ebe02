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
 * Of `never-told`: visits of the day that the system has never heard of, since it was added in the middle of that day. Of `lost-again`: all of
 * the day and of the night before, since the system has lost what it was told; whoever gave their number up is left out.
 */
export type ToldLate = 'never-told' | 'lost-again';

/** Whoever was served in the evening is of no interest any more in the morning after. */
const nightMs = 12 * 3_600_000;

/** Tells a system late of visits, oldest first, as they stand now. Gives how many. All or none are told. */
export function createTellingLate({ db, renderers, randomBytes, factsOf }: Needs) {
  const inOrder = 'order by coalesce(numbered_at, stored_at), series, sequence';
  const selectUntold = db
    .prepare<[string, string], VisitId>(
      `select visit_id from visit where day = ? and given_up_at is null and not exists (
         select 1 from message where message.visit_id = visit.visit_id and endpoint_id = ?
       ) ${inOrder}`,
    )
    .pluck();
  const selectLost = db
    .prepare<[string, number], VisitId>(
      `select visit_id from visit where (day = ? or stored_at >= ?) and given_up_at is null ${inOrder}`,
    )
    .pluck();
  return db.transaction((endpointId: string, today: OpenDay, which: ToldLate): number => {
    const messages = createFactMessages({
      db,
      renderers: renderers.filter((each) => each.endpointId === endpointId),
      randomBytes,
    });
    const visits =
      which === 'never-told' ? selectUntold.all(today.day, endpointId) : selectLost.all(today.day, today.at - nightMs);
    const told = visits.flatMap((visitId) => factsOf(visitId) ?? []);
    for (const facts of told) messages.insertLater({ kind: 'registration', ...facts }, placeOf(facts.visit), today);
    return told.length;
  });
}
