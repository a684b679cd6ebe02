import type { Database } from 'better-sqlite3';
import type { LetterGroup, StrandedMessages, WaitingMessages } from '../contract/store.ts';

/** What waits, for somebody who watches; counted in the index, without looking at bodies. Throws what SQLite throws. */
export interface Waiting {
  bySystem(): readonly WaitingMessages[];
  letterGroups(): readonly LetterGroup[];
  stranded(): readonly StrandedMessages[];
}

const unsettled = `state not in ('accepted', 'settled', 'expired')`;

/** Not those behind another message of their visit: what holds them is counted, or waits for a person. */
export const selectWaitingSql = `
  select endpoint_id, count(*) as count, min(message_id) as oldest from message
  where state in ('queued', 'sending') and ${unsettled} and next_attempt_at >= 0 group by endpoint_id`;

export const selectGroupsSql = `
  select endpoint_id, state, reason, count(*) as count from message
  where state in ('refused', 'unsure') group by endpoint_id, state, reason order by min(message_id)`;

const selectSystemsSql = `
  select endpoint_id, count(*) as count, min(message_id) as oldest from message
  where state in ('queued', 'sending', 'refused', 'unsure') and ${unsettled} group by endpoint_id`;

/** Enough to find them; the number says how many more there are. */
const mostTickets = 50;

interface SystemRow {
  readonly endpoint_id: string;
  readonly count: number;
  readonly oldest: number;
}

interface GroupRow {
  readonly endpoint_id: string;
  readonly state: 'refused' | 'unsure';
  readonly reason: string | null;
  readonly count: number;
}

/** `endpoints`: of the site file. */
export function createWaiting(db: Database, endpoints: readonly { readonly id: string }[]): Waiting {
  const selectWaiting = db.prepare<[], SystemRow>(selectWaitingSql);
  const selectGroups = db.prepare<[], GroupRow>(selectGroupsSql);
  const selectSystems = db.prepare<[], SystemRow>(selectSystemsSql);
  const selectSince = db.prepare<[number], number>('select created_at from message where message_id = ?').pluck();
  const selectTickets = db
    .prepare<[string], string>(
      `select distinct ticket_number from (
         select ticket_number from message
         where state in ('queued', 'sending', 'refused', 'unsure') and ${unsettled} and endpoint_id = ?
         order by message_id limit 500) limit ${mostTickets}`,
    )
    .pluck();
  const known = new Set(endpoints.map(({ id }) => id));
  const waitingFrom = ({ endpoint_id: endpointId, count, oldest }: SystemRow): WaitingMessages => ({
    endpointId,
    count,
    since: selectSince.get(oldest) ?? 0,
  });

  return {
    bySystem: () => selectWaiting.all().map(waitingFrom),
    letterGroups: () =>
      selectGroups.all().map(({ endpoint_id: endpointId, state, reason, count }) => ({
        endpointId,
        state,
        reason: reason ?? 'unreadable',
        count,
      })),
    stranded: () =>
      selectSystems
        .all()
        .filter(({ endpoint_id }) => !known.has(endpoint_id))
        .map((row) => ({ ...waitingFrom(row), tickets: selectTickets.all(row.endpoint_id) })),
  };
}
