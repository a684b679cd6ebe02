import type { Database } from 'better-sqlite3';

/** Null, of the messages that wait behind another one, stays null. */
export const forgetWaitsSql = `
  update message set next_attempt_at = ?
  where state = 'queued' and state not in ('accepted', 'settled', 'expired') and endpoint_id = ? and next_attempt_at > ?`;

/** What the outbox tries again by itself, later. */
export interface Delayed {
  /** All of them are due now; how many. Throws what SQLite throws. */
  forgetWaits(endpointId: string): number;
}

export function createDelayedMessages(db: Database, now: () => number): Delayed {
  const forget = db.prepare<[number, string, number]>(forgetWaitsSql);
  return {
    forgetWaits(endpointId) {
      const at = now();
      return forget.run(at, endpointId, at).changes;
    },
  };
}
