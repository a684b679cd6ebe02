import type { Database } from 'better-sqlite3';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { BusinessDays } from './business-days.ts';
import type { DayKeys } from './day-keys.ts';
import { lowBytes } from './free-space.ts';
import { onDisk } from './store-problem.ts';

/** How long personal data may stay (law 7). Both count from the end of the visit's business day. */
export interface RetentionSettings {
  /** For visits whose messages the hospital has all accepted. 0 erases once the business day is over, never within it. */
  readonly acceptedAfterMs: number;
  /** For every other visit: refused, unsure, or never delivered. */
  readonly unsettledAfterMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;
export const defaultRetention: RetentionSettings = { acceptedAfterMs: dayMs, unsettledAfterMs: 30 * dayMs };

export interface Erased {
  readonly visits: number;
  readonly messages: number;
  readonly readings: number;
  readonly dayKeys: number;
}

export interface Retention {
  erase(now: number, settings: RetentionSettings): Erased;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly days: BusinessDays;
  readonly timeZone: string;
  /** On the disk of the store. */
  readonly freeBytes: () => number;
}

/** So many visits at a time: a patient who comes meanwhile waits milliseconds, and the log stays small. */
const batchSize = 200;

export function createRetention({ db, keys, days, timeZone, freeBytes }: Needs): Retention {
  const statements = prepare(db);
  /** Something was erased since the file was last written anew. */
  let owesCompaction = false;
  let compactedOn: BusinessDay | undefined;
  const eraseBatch = db.transaction((visitIds: readonly VisitId[]): number => {
    let messages = 0;
    for (const visitId of visitIds) {
      statements.erasePatient.run(visitId);
      messages += statements.eraseMessages.run(visitId).changes;
    }
    return messages;
  });
  const endDays = db.transaction((today: BusinessDay, now: number) => {
    days.noteSeen(now);
    const documents = statements.deleteDocuments.run(today).changes;
    return { documents, forgotten: statements.deleteKeys.all(today) };
  });

  return { erase };

  function erase(now: number, { acceptedAfterMs, unsettledAfterMs }: RetentionSettings): Erased {
    const unsettledBefore = businessDayAt(now - unsettledAfterMs, timeZone);
    const settledBefore = businessDayAt(now - acceptedAfterMs, timeZone);
    const readings = statements.deleteReadings.run(unsettledBefore, settledBefore).changes;
    let visits = 0;
    let messages = 0;
    for (const day of statements.selectDays.all(settledBefore, unsettledBefore)) {
      const erasable = day < unsettledBefore ? statements.selectAll.all(day) : statements.selectSettled.all(day);
      for (let from = 0; from < erasable.length; from += batchSize) {
        messages += eraseBatch.immediate(erasable.slice(from, from + batchSize));
      }
      visits += erasable.length;
    }
    messages += statements.eraseForeignMessages.run(settledBefore, unsettledBefore).changes;
    const { documents, forgotten } = endDays.immediate(days.dayAt(now), now);
    for (const day of forgotten) keys.forget(day);
    owesCompaction ||= visits + messages + readings + documents + forgotten.length > 0;
    compact(days.dayAt(now));
    // secure_delete zeroes the old bytes, but only the log has the zeroes until it is folded into the database.
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { visits, messages, readings, dayKeys: forgotten.length };
  }

  /**
   * secure_delete zeroes what a row had, but not the copies that stay behind in the unused middle of a page whenever SQLite
   * moves rows to another one (seen: about one sealed patient in a hundred). Only writing the whole file anew leaves none. That
   * stops the kiosk for a moment, so it is done once a day: with the first erasure, which is at the start or after midnight.
   */
  function compact(today: BusinessDay): void {
    if (!owesCompaction || compactedOn === today) return;
    // The log becomes as long as the file.
    if (freeBytes() - fileBytes(db) < lowBytes) return;
    if (!onDisk(() => db.exec('vacuum')).ok) return;
    compactedOn = today;
    owesCompaction = false;
  }
}

function fileBytes(db: Database): number {
  return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
}

function prepare(db: Database) {
  return {
    // Only days with something left to read have a key, so the years behind are never walked.
    selectDays: db.prepare<[string, string], BusinessDay>('select day from day_key where day < max(?, ?)').pluck(),
    // A message in flight keeps its visit until its answer is noted.
    selectAll: db
      .prepare<[string], VisitId>(
        `select visit_id from visit where day = ? and patient is not null and not exists (
           select 1 from message where message.visit_id = visit.visit_id and state = 'sending')`,
      )
      .pluck(),
    selectSettled: db
      .prepare<[string], VisitId>(
        `select visit_id from visit where day = ? and patient is not null and not exists (
           select 1 from message where message.visit_id = visit.visit_id and state not in ('accepted', 'settled'))`,
      )
      .pluck(),
    erasePatient: db.prepare<[string]>('update visit set patient = null where visit_id = ?'),
    eraseMessages: db.prepare<[string]>(
      `update message set body = null, next_attempt_at = null, state = case when state in ('accepted', 'settled') then state else 'expired' end
       where visit_id = ? and body is not null`,
    ),
    // Readings of visits that another kiosk stored.
    eraseForeignMessages: db.prepare<[string, string]>(
      `update message set body = null, next_attempt_at = null,
         state = case when state in ('accepted', 'settled') then state else 'expired' end
       where body is not null and kind not in ('registration', 'arrival') and day < ? and state <> 'sending'
         and (day < ? or state in ('accepted', 'settled'))
         and not exists (select 1 from visit where visit.visit_id = message.visit_id)`,
    ),
    // What no endpoint has taken is kept as long as an undelivered visit.
    deleteReadings: db.prepare<[string, string]>(
      `delete from reading where day < ? or (day < ?
         and exists (select 1 from message where message.visit_id = reading.visit_id and message.reading_id = reading.reading_id)
         and not exists (
           select 1 from message where message.visit_id = reading.visit_id and message.reading_id = reading.reading_id
             and state not in ('accepted', 'settled')))`,
    ),
    deleteDocuments: db.prepare<[string]>('delete from visit_document where day < ?'),
    // A registration's body is there as long as its visit's patient.
    deleteKeys: db
      .prepare<[string], BusinessDay>(
        `delete from day_key where day < ?
           and not exists (select 1 from visit where visit.day = day_key.day and patient is not null)
           and not exists (select 1 from reading where reading.day = day_key.day)
           and not exists (
             select 1 from message where message.day = day_key.day and body is not null
               and kind not in ('registration', 'arrival'))
         returning day`,
      )
      .pluck(),
  };
}
