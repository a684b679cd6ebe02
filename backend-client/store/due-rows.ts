import type { Database } from 'better-sqlite3';
import type { BusinessDay, ControlId, ReadingId, VisitId } from '#config/agreements/ids.ts';
import type { FactKind } from '../contract/fact.ts';

/** Where a walk over the visits of a day has come to. */
export interface VisitPlace {
  readonly series: string;
  readonly sequence: number;
}

export interface DueVisit extends VisitPlace {
  readonly visit_id: VisitId;
  /** One of its messages is on its way, or was never really tried: nothing of it goes before the answer is noted. */
  readonly in_flight: 0 | 1;
  /** The hospital has everything, or a person has entered it, or it was erased by an earlier version. */
  readonly settled: 0 | 1;
}

export interface DueReading {
  readonly place: number;
  readonly day: BusinessDay;
  readonly reading_id: ReadingId;
  readonly settled: 0 | 1;
}

export interface DueMessage {
  readonly message_id: number;
  readonly day: BusinessDay;
  readonly in_flight: 0 | 1;
  readonly settled: 0 | 1;
}

/** A message that is deleted and that the hospital never accepted. Names no patient. */
export interface UndeliveredMessage {
  readonly messageId: number;
  readonly controlId: ControlId;
  readonly visitId: VisitId;
  readonly day: BusinessDay;
  readonly ticketNumber: string;
  readonly endpointId: string;
  readonly fact: FactKind;
}

const unsettled = `state not in ('accepted', 'settled')`;
/**
 * What is being sent; and what waits for its turn at an endpoint that was not asked yet, or on a day that was not past its time
 * already yesterday: it was not really tried to be delivered.
 */
const onItsWay = `(state = 'sending' or message_id in (select value from json_each(?))
  or (state = 'queued' and next_attempt_at is not null and (
    endpoint_id in (select value from json_each(?)) or not exists (
      select 1 from facility_day where facility_day.day = message.day and overdue_since < ?))))`;
const listed = '(select value from json_each(?))';

/** So many rows are looked at together; a piece of work is some of these. */
export const pageSize = 50;

/** Ids of visits or messages, as one parameter. */
export const listOf = (ids: readonly (string | number)[]): string => JSON.stringify(ids);

/** The statements of erasure: find what may be due, one page behind the other, and delete a page of it. */
export function prepareErasure(db: Database) {
  return {
    /** The next day that has visits. Found in the index of the numbers. */
    nextDay: db.prepare<[string], BusinessDay | null>('select min(day) from visit where day > ?').pluck(),
    visits: db.prepare<[string, string, string, string, string, number], DueVisit>(
      `select visit_id, series, sequence,
         exists (select 1 from message where message.visit_id = visit.visit_id and ${onItsWay}) as in_flight,
         patient is null or not exists (
           select 1 from message where message.visit_id = visit.visit_id and ${unsettled}) as settled
       from visit where day = ? and (series, sequence) > (?, ?) order by series, sequence limit ${pageSize}`,
    ),
    undelivered: db.prepare<[string], UndeliveredMessage>(
      `select message_id as messageId, control_id as controlId, visit_id as visitId, day, ticket_number as ticketNumber,
         endpoint_id as endpointId, kind as fact
       from message where visit_id in ${listed} and body is not null and state not in ('accepted', 'settled', 'expired')`,
    ),
    // An opinion has no ticket that a desk could look for, and stays counted.
    undeliveredOf: db.prepare<[string], UndeliveredMessage>(
      `select message_id as messageId, control_id as controlId, visit_id as visitId, day, ticket_number as ticketNumber,
         endpoint_id as endpointId, kind as fact
       from message where message_id in ${listed} and body is not null and state not in ('accepted', 'settled', 'expired')
         and kind <> 'survey'`,
    ),
    // A reading that was told goes with what told it; one that no endpoint takes has its own time.
    deleteToldReadings: db.prepare<[string]>(
      `delete from reading where visit_id in ${listed} and exists (
         select 1 from message where message.visit_id = reading.visit_id and message.reading_id = reading.reading_id)`,
    ),
    deleteMessagesOfVisits: db.prepare<[string]>(`delete from message where visit_id in ${listed}`),
    deletePapers: db.prepare<[string]>(`delete from print_attempt where visit_id in ${listed}`),
    deleteVisits: db.prepare<[string]>(`delete from visit where visit_id in ${listed}`),

    // What no endpoint has taken is kept as long as an undelivered visit.
    readings: db.prepare<[string, string, number], DueReading>(
      `select rowid as place, day, reading_id,
         exists (select 1 from message where message.visit_id = reading.visit_id and message.reading_id = reading.reading_id)
         and not exists (
           select 1 from message where message.visit_id = reading.visit_id and message.reading_id = reading.reading_id
             and ${unsettled}) as settled
       from reading where day < ? and (day, rowid) > (?, ?) order by day, rowid limit ${pageSize}`,
    ),
    deleteReadings: db.prepare<[string]>(`delete from reading where reading_id in ${listed}`),

    // Readings of visits that another kiosk stored.
    foreignMessages: db.prepare<[string, string, string, string, string, number], DueMessage>(
      `select message_id, day, ${onItsWay} as in_flight, state in ('accepted', 'settled', 'expired') as settled
       from message where body is not null and told_with_visit = 0 and day < ?
         and (day, message_id) > (?, ?) and not exists (select 1 from visit where visit.visit_id = message.visit_id)
       order by day, message_id limit ${pageSize}`,
    ),
    deleteMessages: db.prepare<[string]>(`delete from message where message_id in ${listed}`),

    /** Days on which somebody can still be found by a document. */
    nextDocumentDay: db
      .prepare<[string], BusinessDay | null>('select min(day) from visit_document where day > ?')
      .pluck(),
    deleteDocuments: db.prepare<[string]>(
      `delete from visit_document where (day, document_mac, service_code) in (
         select day, document_mac, service_code from visit_document where day = ? limit ${pageSize})`,
    ),
    // What was told with a visit is there as long as the visit.
    emptyDays: db
      .prepare<[string], BusinessDay>(
        `select day from day_key where day in (select day from facility_day where counts_from < ?)
           and not exists (select 1 from visit where visit.day = day_key.day)
           and not exists (select 1 from visit_document where visit_document.day = day_key.day)
           and not exists (select 1 from reading where reading.day = day_key.day)
           and not exists (
             select 1 from message where message.day = day_key.day and body is not null
               and told_with_visit = 0)`,
      )
      .pluck(),
  };
}
