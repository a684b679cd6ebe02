import type { Database } from 'better-sqlite3';
import type { LetterGroup, StrandedMessages, WaitingMessages } from '../contract/store.ts';

/** What waits, for somebody who watches each second; numbers come from `WaitingCounts`' rows in memory. Throws what SQLite throws. */
export interface Waiting {
  /** Not those behind another message of their visit: what holds them is counted, or waits for a person. */
  bySystem(): readonly WaitingMessages[];
  letterGroups(): readonly LetterGroup[];
  stranded(): readonly StrandedMessages[];
}

interface Needs {
  readonly db: Database;
  /** Of the site file. */
  readonly endpoints: readonly { readonly id: string }[];
  readonly monotonic: () => number;
}

interface CountRow {
  readonly endpoint_id: string;
  readonly count: number;
}

interface GroupRow extends CountRow {
  readonly state: 'refused' | 'unsure';
  readonly reason: string;
}

const unsettled = `state not in ('accepted', 'settled', 'expired')`;

/** In the index alone, which has the message ids in it. */
export const selectOldestSql = `
  select min(message_id) from message
  where state in ('queued', 'sending') and ${unsettled} and endpoint_id = ? and next_attempt_at >= 0`;

/** Enough to find them; the number says how many more there are. */
const mostTickets = 50;

/** The oldest is sought among all that wait, so not at each look. */
const lookAgainAfterMs = 5_000;

/** On the database of `createWaitingCounts`. */
export function createWaiting({ db, endpoints, monotonic }: Needs): Waiting {
  const selectWaiting = db.prepare<[], CountRow>(
    `select endpoint_id, sum(count) as count from waiting_count
     where state in ('queued', 'sending') and held = 0 group by endpoint_id having sum(count) > 0`,
  );
  const selectGroups = db.prepare<[], GroupRow>(
    `select endpoint_id, state, reason, sum(count) as count from waiting_count
     where state in ('refused', 'unsure') group by endpoint_id, state, reason having sum(count) > 0`,
  );
  const selectSystems = db.prepare<[], CountRow>(
    'select endpoint_id, sum(count) as count from waiting_count group by endpoint_id having sum(count) > 0',
  );
  const selectOldest = db.prepare<[string], number | null>(selectOldestSql).pluck();
  const selectSince = db.prepare<[number], number>('select created_at from message where message_id = ?').pluck();
  const selectLeft = db.prepare<[string], { readonly ticket_number: string; readonly created_at: number }>(
    `select ticket_number, created_at from message
     where state in ('queued', 'sending', 'refused', 'unsure') and ${unsettled} and endpoint_id = ?
     order by message_id limit 500`,
  );
  const known = new Set(endpoints.map(({ id }) => id));
  const oldest = new Map<string, { readonly lookedAt: number; readonly since: number }>();

  return { bySystem, letterGroups, stranded };

  function bySystem(): readonly WaitingMessages[] {
    const rows = selectWaiting.all();
    for (const id of oldest.keys()) if (!rows.some(({ endpoint_id }) => endpoint_id === id)) oldest.delete(id);
    return rows.map(({ endpoint_id: endpointId, count }) => ({ endpointId, count, since: sinceOf(endpointId) }));
  }

  function sinceOf(endpointId: string): number {
    const lookedAt = monotonic();
    const before = oldest.get(endpointId);
    if (before && lookedAt - before.lookedAt < lookAgainAfterMs) return before.since;
    const messageId = selectOldest.get(endpointId);
    const since = typeof messageId === 'number' ? (selectSince.get(messageId) ?? 0) : 0;
    oldest.set(endpointId, { lookedAt, since });
    return since;
  }

  function letterGroups(): readonly LetterGroup[] {
    return selectGroups.all().map(({ endpoint_id: endpointId, state, reason, count }) => ({
      endpointId,
      state,
      // One that was never tried does not open.
      reason: reason === '' ? 'unreadable' : reason,
      count,
    }));
  }

  function stranded(): readonly StrandedMessages[] {
    return selectSystems.all().flatMap(({ endpoint_id: endpointId, count }) => {
      if (known.has(endpointId)) return [];
      const left = selectLeft.all(endpointId);
      const tickets = [...new Set(left.map(({ ticket_number }) => ticket_number))].slice(0, mostTickets);
      return [{ endpointId, count, since: left[0]?.created_at ?? 0, tickets }];
    });
  }
}
