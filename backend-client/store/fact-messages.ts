import type { Database } from 'better-sqlite3';
import { createControlId, type RandomBytes, type ReadingId, type VisitId } from '#config/agreements/ids.ts';
import type { Fact } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { StoredVisit } from '../contract/visit.ts';
import type { OpenDay } from './business-days.ts';
import { seal } from './sealing.ts';

/** Whose message it is, in words that name no patient. */
export interface FactPlace {
  readonly visitId: VisitId;
  /** As on the paper. */
  readonly ticketNumber: string;
  readonly readingId: ReadingId | undefined;
}

/** Of a fact about the visit itself. */
export function placeOf({ visitId, number }: StoredVisit): FactPlace {
  return { visitId, ticketNumber: number.text, readingId: undefined };
}

/** Both make one message for each endpoint that is told of such facts. The caller commits. */
export interface FactMessages {
  /** All first facts of a visit that is stored in the same transaction: they wait for one another and nothing else. */
  insertFirst(facts: readonly Fact[], place: FactPlace, today: OpenDay): void;
  /** Waits for every earlier message of the visit at the same endpoint. */
  insert(fact: Fact, place: FactPlace, today: OpenDay): void;
}

interface Needs {
  readonly db: Database;
  readonly renderers: readonly MessageRenderer[];
  readonly randomBytes: RandomBytes;
}

export function createFactMessages({ db, renderers, randomBytes }: Needs): FactMessages {
  const insertMessage = db.prepare<
    [string, string, string, string, string | null, string, string, Uint8Array, number | null, number, number]
  >(
    `insert into message (visit_id, day, endpoint_id, kind, reading_id, ticket_number, control_id, body,
       next_attempt_at, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectEarlier = db
    .prepare<[string, string], number>(
      `select 1 from message where visit_id = ? and endpoint_id = ? and state not in ('accepted', 'settled', 'expired')
       limit 1`,
    )
    .pluck();

  return {
    insertFirst(facts, place, today) {
      const told = new Set<string>();
      for (const fact of facts) {
        insertEach(fact, place, today, (endpointId) => {
          const waits = told.has(endpointId);
          told.add(endpointId);
          return waits;
        });
      }
    },
    insert(fact, place, today) {
      insertEach(fact, place, today, (endpointId) => selectEarlier.get(place.visitId, endpointId) !== undefined);
    },
  };

  function insertEach(fact: Fact, place: FactPlace, today: OpenDay, waits: (endpointId: string) => boolean): void {
    const { visitId, ticketNumber, readingId } = place;
    const { day, at, key } = today;
    for (const renderer of renderers) {
      if (!renderer.takes.includes(fact.kind)) continue;
      const { endpointId } = renderer;
      const controlId = createControlId(randomBytes);
      const bytes = renderer.render(fact, controlId);
      const sealed = seal(key.sealing, { table: 'message', rowId: controlId, day }, bytes, randomBytes);
      const dueAt = waits(endpointId) ? null : at;
      insertMessage.run(
        visitId,
        day,
        endpointId,
        fact.kind,
        readingId ?? null,
        ticketNumber,
        controlId,
        sealed,
        dueAt,
        at,
        at,
      );
    }
  }
}
