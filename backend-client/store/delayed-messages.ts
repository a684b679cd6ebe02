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

/** What the outbox tries again by itself: a technician must see it before it becomes a matter of decision. */
export function createDelayedMessages(db: Database): (endpointId: string) => DelayedMessages | undefined {
  const select = db.prepare<[string], DelayedRow>(selectDelayedSql);
  return (endpointId) => select.get(endpointId);
}
