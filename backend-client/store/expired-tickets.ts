import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { UndeliveredMessage } from './due-rows.ts';

/** A visit that was erased before a system of the hospital had it: somebody at the desk has to know. Names no patient. */
export interface ExpiredTicket {
  readonly ticketNumber: string;
  /** Of the visit, as on its paper. */
  readonly day: BusinessDay;
  readonly endpointId: string;
  readonly expiredOn: BusinessDay;
}

export interface ExpiredTickets {
  /** Inside the transaction that erases them. */
  note(messages: readonly UndeliveredMessage[], today: BusinessDay): void;
  /** Those that nobody has taken, oldest first, at most 500: taking them brings the next ones. */
  list(): readonly ExpiredTicket[];
  count(): number;
  /** Somebody has taken those that are listed; `act` says who. The caller commits. */
  take(act: number): void;
}

/** A page has no use for more, and is told of it every second. */
const mostListed = 500;

export function createExpiredTickets(db: Database): ExpiredTickets {
  const insert = db.prepare<[string, string, string, string]>(
    `insert into expired_ticket (ticket_number, day, endpoint_id, expired_on) values (?, ?, ?, ?)
     on conflict do update set expired_on = excluded.expired_on, taken_by_act = null`,
  );
  const select = db.prepare<[], ExpiredTicket>(
    `select ticket_number as ticketNumber, day, endpoint_id as endpointId, expired_on as expiredOn
     from expired_ticket where taken_by_act is null order by expired_on, day, ticket_number, endpoint_id limit ${mostListed}`,
  );
  const count = db.prepare<[], number>('select count(*) from expired_ticket where taken_by_act is null').pluck();
  const take = db.prepare<[number]>(
    `update expired_ticket set taken_by_act = ? where (day, ticket_number, endpoint_id) in (
       select day, ticket_number, endpoint_id from expired_ticket where taken_by_act is null
       order by expired_on, day, ticket_number, endpoint_id limit ${mostListed})`,
  );
  return {
    note(messages, today) {
      for (const { ticketNumber, day, endpointId } of messages) insert.run(ticketNumber, day, endpointId, today);
    },
    list: () => select.all(),
    count: () => count.get() ?? 0,
    take: (act) => void take.run(act),
  };
}
