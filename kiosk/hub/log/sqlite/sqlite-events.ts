import type { Database } from 'better-sqlite3';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type DocumentsToday, type KnownDocuments, mostKnownTogether } from '../documents-today.ts';
import { actsIn, daysInLog, type EventRow, readDay, readLines, rowOf } from '../event-line.ts';
import { type EventLog, type LogBatch, linesAtOnce } from '../event-log.ts';
import type { LogProblem } from '../log-problem.ts';
import { together } from '../together.ts';
import { onSqlite } from './sqlite-file.ts';
import type { SqliteKiosks } from './sqlite-kiosks.ts';

export const eventMigrations = [
  `create table hub_event (
     day text not null, position integer not null, act_id text not null, at integer not null, event text not null,
     primary key (day, position)
   ) strict, without rowid;
   create table hub_act (act_id text primary key, day text not null, first integer not null, count integer not null) strict, without rowid;
   create index hub_act_day on hub_act (day);
   create table hub_number (
     day text not null, series text not null, sequence integer not null, primary key (day, series, sequence)
   ) strict, without rowid;
   create table hub_lease (day text not null, series text not null, first integer not null, primary key (day, series, first)) strict, without rowid;
   create table hub_document (id integer primary key, day text not null, mac text not null, visit_id text not null, unique (day, mac, visit_id)) strict;`,
] as const;

interface Needs {
  readonly db: Database;
  readonly kiosks: Pick<SqliteKiosks, 'hadDays' | 'noteDays'>;
  /** The file is the one that the next start finds. */
  readonly isWhole: () => boolean;
  readonly close: () => void;
}

export function createSqliteEventLog({ db, kiosks, isWhole, close }: Needs): EventLog {
  const insertEvent = db.prepare<EventRow>('insert into hub_event values (:day, :position, :act_id, :at, :event)');
  const insertAct = db.prepare('insert into hub_act values (?, ?, ?, ?)');
  const insertNumber = db.prepare('insert into hub_number values (?, ?, ?)');
  const insertLease = db.prepare('insert into hub_lease values (?, ?, ?)');
  const daysKept = db.prepare<[], string>(daysInLog).pluck();
  const dayRows = db.prepare<[string, number], EventRow>(
    `select * from hub_event where day = ? and position >= ? order by position limit ${linesAtOnce}`,
  );
  const actRows = db.prepare<[string], EventRow>(
    `select e.* from hub_act a join hub_event e on e.day = a.day and e.position >= a.first and e.position < a.first + a.count
     where a.act_id = ? order by e.position`,
  );
  const dayActs = db.prepare<[string], string>('select act_id from hub_act where day = ?').pluck();
  let isNoted = false;

  const commit = db.transaction((batch: LogBatch) => {
    for (const logged of batch.events) {
      insertEvent.run(rowOf(logged));
      const { event } = logged;
      if (event.kind === 'leased' && !event.isReported) insertLease.run(event.day, event.series, event.first);
    }
    for (const { actId, day, first, count } of actsIn(batch.events)) insertAct.run(actId, day, first, count);
    for (const { day, series, sequence } of batch.numbers) insertNumber.run(day, series, sequence);
  });
  const forget = db.transaction((day: BusinessDay) => {
    for (const table of ['hub_event', 'hub_act', 'hub_number', 'hub_lease'])
      db.prepare<[string]>(`delete from ${table} where day < ?`).run(day);
  });

  return {
    kept: async () => {
      const days = held(() => daysKept.all() as BusinessDay[]);
      if (!days.ok) return days;
      const had = kiosks.hadDays();
      return had.ok ? ok({ days: days.value, hadDays: had.value || days.value.length > 0 }) : had;
    },
    read: async (day, from = 0) => {
      const rows = held(() => dayRows.all(day, from));
      return rows.ok ? readDay(day, from, rows.value) : rows;
    },
    append: async (batch) => {
      if (!isNoted) {
        const noted = kiosks.noteDays();
        if (!noted.ok) return noted;
        isNoted = true;
      }
      const done = held(() => commit.immediate(batch));
      if (!done.ok) return done;
      return isWhole() ? ok('committed') : problem({ kind: 'lost-place' });
    },
    actOf: async (actId) => {
      const rows = held(() => actRows.all(actId));
      return rows.ok ? readLines(rows.value) : rows;
    },
    actsOf: async (day) => held(() => dayActs.all(day) as ActId[]),
    forgetBefore: async (day) =>
      held(() => {
        forget.immediate(day);
        return 'forgotten' as const;
      }),
    close: async () => close(),
  };

  function held<Value>(work: () => Value): Result<Value, LogProblem> {
    return db.open ? onSqlite(work) : problem({ kind: 'lost-place' });
  }
}

export function createSqliteDocuments(db: Database): DocumentsToday {
  const insert = db.prepare('insert into hub_document (day, mac, visit_id) values (?, ?, ?) on conflict do nothing');
  const visits = db
    .prepare<[string, string], VisitId>(
      `select visit_id from hub_document where day = ? and mac in (select value from json_each(?))
       group by visit_id order by max(id) desc`,
    )
    .pluck();
  const insertAll = db.transaction((all: readonly KnownDocuments[]) => {
    for (const { day, visitId, documents } of all) for (const mac of documents) insert.run(day, mac, visitId);
    return 'known' as const;
  });
  const know = together(mostKnownTogether, async (all: readonly KnownDocuments[]) =>
    db.open ? onSqlite(() => insertAll.immediate(all)) : problem({ kind: 'lost-place' } as const),
  );
  return {
    know: (day, visitId, documents) => know({ day, visitId, documents }),
    find: async (day, documents) => onSqlite(() => visits.all(day, JSON.stringify(documents))),
    forget: async (before) =>
      onSqlite(() => {
        db.prepare('delete from hub_document where day < ?').run(before);
        return 'forgotten' as const;
      }),
  };
}
