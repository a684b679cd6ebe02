import type { Database } from 'better-sqlite3';
import type { DelayedMessages } from '../contract/store.ts';

interface DelayedRow {
  readonly reason: string;
  readonly count: number;
}

/** Served by `message_unsettled`, as far as one endpoint's queue goes. The oldest speaks for the others. */
export const selectDelayedSql = `
  select reason, count(*) over () as count from message
  where state = 'queued' and state not in ('accepted', 'settled', 'expired') and endpoint_id = ?
    and attempts > 0 and reason is not null
  order by message_id limit 1`;

/** Null, of the messages that wait behind another one, stays null. */
export const forgetWaitsSql = `
  update message set next_attempt_at = ?
  where state = 'queued' and state not in ('accepted', 'settled', 'expired') and endpoint_id = ? and next_attempt_at > ?`;

/** What the outbox tries again by itself: a technician must see it before it becomes a matter of decision. */
export interface Delayed {
  of(endpointId: string): DelayedMessages | undefined;
  /** All of them are due now; how many. Throws what SQLite throws. */
  forgetWaits(endpointId: string): number;
}

export function createDelayedMessages(db: Database, now: () => number): Delayed {
  const select = db.prepare<[string], DelayedRow>(selectDelayedSql);
  const forget = db.prepare<[number, string, number]>(forgetWaitsSql);
  return {
    of: (endpointId) => select.get(endpointId),
    forgetWaits(endpointId) {
      const at = now();
      return forget.run(at, endpointId, at).changes;
    },
  };
}
