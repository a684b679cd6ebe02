import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Result } from '#config/agreements/result.ts';
import type { EnrolledKiosk, Enrolment } from '../enrolment.ts';
import type { HospitalSystems, LogPlace } from '../hospital-systems.ts';
import type { LogProblem } from '../log-problem.ts';
import { markFor } from '../marks.ts';
import { applicationIds, onSqlite, openSqliteFile } from './sqlite-file.ts';

/** Which kiosks are enrolled, and that days were begun: a file beside the events, which stays when that one is lost. */
export interface SqliteKiosks {
  readonly enrolment: Enrolment;
  readonly systems: HospitalSystems;
  hadDays(): Result<boolean, LogProblem>;
  noteDays(): Result<unknown, LogProblem>;
  close(): void;
}

const migrations = [
  `create table hub_kiosk (
     kiosk_id text primary key, mark text not null unique, key_hash blob not null unique, is_revoked integer not null
   ) strict;
   create table hub_days_begun (is_so integer primary key check (is_so = 1)) strict;`,
  `create table hub_system (system_id text primary key, key_hash blob unique, told_day text, told_position integer) strict;`,
] as const;

/** Opens its file when it is needed first, and after a failure again. */
export function openSqliteKiosks(dataDir: string): SqliteKiosks {
  let opened: Statements | undefined;
  const within = <Value>(work: (statements: Statements) => Value): Result<Value, LogProblem> => {
    if (!opened) {
      const db = openSqliteFile({
        path: join(dataDir, 'kiosks.sqlite'),
        applicationId: applicationIds.kiosks,
        migrations,
        isForUsAlone: false,
      });
      if (!db.ok) return db;
      opened = statementsOf(db.value);
    }
    const statements = opened;
    return onSqlite(() => work(statements));
  };
  return {
    enrolment: {
      enrol: async (kioskId, keyHash) => within(({ enrol }) => enrol(kioskId, keyHash)),
      revoke: async (kioskId) => within(({ revoke }) => (revoke.run(kioskId).changes > 0 ? 'revoked' : 'unknown')),
      list: async () => within(({ all }) => all.all().map(kioskOf)),
      find: async (keyHash) =>
        within(({ byKey }) => {
          const row = byKey.get(keyHash);
          return row && kioskOf(row);
        }),
    },
    systems: {
      put: async (systemId, keyHash) =>
        within(({ putSystem }) => {
          putSystem.run(systemId, keyHash);
          return 'put';
        }),
      revoke: async (systemId) =>
        within(({ revokeSystem }) => (revokeSystem.run(systemId).changes > 0 ? 'revoked' : 'unknown')),
      find: async (keyHash) => within(({ systemByKey }) => systemByKey.get(keyHash)),
      toldTo: async (systemId) => within(({ told }) => told.get(systemId)),
      noteTold: async (systemId, { day, position }) =>
        within(({ noteTold }) => {
          noteTold.run(systemId, day, position);
          return 'noted';
        }),
    },
    hadDays: () => within(({ daysBegun }) => daysBegun.get() === 1),
    noteDays: () => within(({ noteDays }) => noteDays.run()),
    close() {
      opened?.db.close();
      opened = undefined;
    },
  };
}

interface KioskRow {
  readonly kiosk_id: string;
  readonly mark: string;
  readonly is_revoked: number;
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(db: Database) {
  const all = db.prepare<[], KioskRow>('select kiosk_id, mark, is_revoked from hub_kiosk order by kiosk_id');
  const put = db.prepare<[string, string, Uint8Array], KioskRow>(
    `insert into hub_kiosk values (?, ?, ?, 0)
     on conflict (kiosk_id) do update set key_hash = excluded.key_hash, is_revoked = 0
     returning kiosk_id, mark, is_revoked`,
  );
  const enrol = db.transaction((kioskId: string, keyHash: Uint8Array): EnrolledKiosk => {
    const row = put.get(kioskId, markFor(kioskId, new Set(all.all().map(({ mark }) => mark))), keyHash);
    if (!row) throw new Error('SQLite gave no row back');
    return kioskOf(row);
  });
  return {
    db,
    all,
    byKey: db.prepare<[Uint8Array], KioskRow>('select kiosk_id, mark, is_revoked from hub_kiosk where key_hash = ?'),
    revoke: db.prepare<[string]>('update hub_kiosk set is_revoked = 1 where kiosk_id = ?'),
    daysBegun: db.prepare<[], number>('select is_so from hub_days_begun').pluck(),
    noteDays: db.prepare<[]>('insert into hub_days_begun values (1) on conflict do nothing'),
    enrol: enrol.immediate,
    putSystem: db.prepare<[string, Uint8Array]>(
      `insert into hub_system (system_id, key_hash) values (?, ?)
       on conflict (system_id) do update set key_hash = excluded.key_hash`,
    ),
    revokeSystem: db.prepare<[string]>(
      'update hub_system set key_hash = null where system_id = ? and key_hash is not null',
    ),
    systemByKey: db.prepare<[Uint8Array], string>('select system_id from hub_system where key_hash = ?').pluck(),
    told: db.prepare<[string], LogPlace>(
      'select told_day as day, told_position as position from hub_system where system_id = ? and told_day is not null',
    ),
    noteTold: db.prepare<[string, string, number]>(
      `insert into hub_system (system_id, told_day, told_position) values (?, ?, ?)
       on conflict (system_id) do update set told_day = excluded.told_day, told_position = excluded.told_position`,
    ),
  };
}

function kioskOf({ kiosk_id, mark, is_revoked }: KioskRow): EnrolledKiosk {
  return { kioskId: kiosk_id, mark, isRevoked: is_revoked === 1 };
}
