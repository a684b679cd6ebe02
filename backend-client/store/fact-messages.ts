import type { Database } from 'better-sqlite3';
import {
  createControlId,
  type OpinionId,
  type RandomBytes,
  type ReadingId,
  type VisitId,
} from '#config/agreements/ids.ts';
import type { Fact } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { StoredVisit } from '../contract/visit.ts';
import type { OpenDay } from './business-days.ts';
import { seal } from './sealing.ts';

/** Whose message it is, in words that name no patient. */
export interface FactPlace {
  /** An opinion is of no visit: its own id keeps its messages in order. */
  readonly visitId: VisitId | OpinionId;
  /** As on the paper. */
  readonly ticketNumber: string;
  readonly readingId: ReadingId | undefined;
}

/** Of a fact about the visit itself. */
export function placeOf({ visitId, number }: StoredVisit): FactPlace {
  return { visitId, ticketNumber: number.text, readingId: undefined };
}

/** One message of each fact for each endpoint that is told of such facts. The caller commits. */
export interface FactMessages {
  /** The first facts of a visit that is stored in the same transaction. */
  insertWithVisit(facts: readonly Fact[], place: FactPlace, today: OpenDay): void;
  insertLater(fact: Fact, place: FactPlace, today: OpenDay): void;
}

interface Needs {
  readonly db: Database;
  readonly renderers: readonly MessageRenderer[];
  readonly randomBytes: RandomBytes;
}

export function createFactMessages({ db, renderers, randomBytes }: Needs): FactMessages {
  const insertMessage = db.prepare<
    [string, string, string, string, string | null, string, string, Uint8Array, number, number | null, number, number]
  >(
    `insert into message (visit_id, day, endpoint_id, kind, reading_id, ticket_number, control_id, body, told_with_visit,
       next_attempt_at, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectEarlier = db
    .prepare<[string, string], number>(
      `select 1 from message where visit_id = ? and endpoint_id = ? and state not in ('accepted', 'settled', 'expired')
       limit 1`,
    )
    .pluck();

  return {
    insertWithVisit(facts, place, today) {
      for (const fact of facts) insert(fact, place, today, 1);
    },
    insertLater: (fact, place, today) => insert(fact, place, today, 0),
  };

  function insert(fact: Fact, { visitId, ticketNumber, readingId }: FactPlace, today: OpenDay, toldWithVisit: 0 | 1) {
    const { day, at, key } = today;
    for (const { endpointId, takes, render } of renderers) {
      if (!takes.includes(fact.kind)) continue;
      const controlId = createControlId(randomBytes);
      const bytes = render(fact, controlId);
      const sealed = seal(key.sealing, { table: 'message', rowId: controlId, day }, bytes, randomBytes);
      // Behind every earlier message of the visit at the same endpoint.
      const dueAt = selectEarlier.get(visitId, endpointId) === undefined ? at : null;
      insertMessage.run(
        visitId,
        day,
        endpointId,
        fact.kind,
        readingId ?? null,
        ticketNumber,
        controlId,
        sealed,
        toldWithVisit,
        dueAt,
        at,
        at,
      );
    }
  }
}
