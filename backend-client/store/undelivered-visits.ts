import type { Database } from 'better-sqlite3';
import type { BusinessDay, ReadingId, VisitId } from '#config/agreements/ids.ts';
import type { FactKind, VisitFacts } from '../contract/fact.ts';
import type { StoredReading } from '../contract/reading.ts';
import type { UndeliveredVisit } from '../contract/undelivered-visit.ts';

export interface UndeliveredVisits {
  /** How many `walk` tells of. */
  count(): number;
  /**
   * Visits with a refused or unsure message, and those that have waited for longer than a moment, in the order in which they were stored; at most
   * 500. Each is opened when its turn comes. Throws what SQLite throws.
   */
  walk(): Iterable<UndeliveredVisit>;
}

interface Needs {
  readonly db: Database;
  readonly factsOf: (visitId: VisitId) => VisitFacts | undefined;
  readonly readingsOf: (visitId: VisitId) => readonly StoredReading[];
  readonly now: () => number;
}

interface OpenRow {
  readonly visit_id: VisitId;
  readonly day: BusinessDay;
  readonly ticket_number: string;
  readonly endpoint_id: string;
  readonly kind: FactKind;
  readonly reading_id: ReadingId | null;
  readonly state: 'queued' | 'sending' | 'refused' | 'unsure';
  readonly reason: string | null;
  readonly created_at: number;
}

/** More than a desk types in a day. */
const mostVisits = 500;
const mostMessages = 4 * mostVisits;
/** What is on its way is nobody's work. */
const onItsWayMs = 5 * 60_000;

export const selectOpenSql = `
  select visit_id, day, ticket_number, endpoint_id, kind, reading_id, state, reason, created_at from message
  where state in ('queued', 'sending', 'refused', 'unsure') and state not in ('accepted', 'settled', 'expired')
    and kind <> 'survey'
  order by message_id limit ${mostMessages}`;

export function createUndeliveredVisits({ db, factsOf, readingsOf, now }: Needs): UndeliveredVisits {
  const selectOpen = db.prepare<[], OpenRow>(selectOpenSql);
  return { count: () => visits().length, walk };

  function visits(): readonly (readonly OpenRow[])[] {
    const at = now();
    const isWork = ({ state, created_at }: OpenRow) =>
      state === 'refused' || state === 'unsure' || at - created_at >= onItsWayMs;
    return [...Map.groupBy(selectOpen.all(), ({ visit_id }) => visit_id).values()]
      .filter((rows) => rows.some(isWork))
      .slice(0, mostVisits);
  }

  function* walk(): Generator<UndeliveredVisit> {
    for (const rows of visits()) {
      const [oldest] = rows;
      if (!oldest) continue;
      const { visit_id: visitId, day, ticket_number } = oldest;
      const facts = factsOf(visitId);
      const told = new Set(rows.map(({ reading_id }) => reading_id));
      yield {
        ...{ visitId, day, facts },
        ticketNumber: facts?.visit.number.text ?? ticket_number,
        messages: rows.map(({ endpoint_id, kind, state, reason, created_at }) => ({
          endpointId: endpoint_id,
          fact: kind,
          state: state === 'refused' || state === 'unsure' ? state : 'waiting',
          reason: reason ?? undefined,
          since: created_at,
        })),
        readings: readingsOf(visitId).filter(({ readingId }) => told.has(readingId)),
      };
    }
  }
}
