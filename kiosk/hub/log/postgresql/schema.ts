import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LogProblem } from '../log-problem.ts';
import type { Connection } from './connection.ts';

const application = 'tiep-don hub';

/**
 * One list of statements a version; `hub_meta.version` says how many a database has had. Text is compared by its bytes: the order of days and
 * series is the same on every server.
 */
const migrations = [
  `
  create table hub_meta (
    id boolean primary key default true check (id), application text not null, version integer not null, days_begun boolean not null
  );
  create table hub_place (id boolean primary key default true check (id), epoch bigint not null, beat bigint not null) with (fillfactor = 20);
  create table hub_event (
    day text collate "C", position integer, act_id text collate "C" not null, at bigint not null, event text not null,
    primary key (day, position)
  );
  create table hub_act (act_id text collate "C" primary key, day text collate "C" not null, first integer not null, count integer not null);
  create index hub_act_day on hub_act (day);
  create table hub_number (day text collate "C", series text collate "C", sequence integer, primary key (day, series, sequence));
  create table hub_lease (day text collate "C", series text collate "C", first integer, primary key (day, series, first));
  create table hub_document (
    id bigint generated always as identity primary key,
    day text collate "C" not null, mac text collate "C" not null, visit_id text collate "C" not null,
    unique (day, mac, visit_id)
  );
  create table hub_kiosk (
    kiosk_id text collate "C" primary key, mark text collate "C" not null unique, key_hash bytea not null unique, is_revoked boolean not null
  );
  create table hub_system (system_id text collate "C" primary key, key_hash bytea unique, told_day text collate "C", told_position integer);
  insert into hub_meta values (true, '${application}', 1, false);
  insert into hub_place values (true, 0, 0);`,
] as const;

export const schemaVersion = migrations.length;

/** "TDsc". Held for the moment in which tables are made. */
const schemaLock = 0x54_44_73_63;

/**
 * Makes the tables where there are none. Tables of an earlier version are changed by whoever has the place alone: until then a hub of that
 * version may write to them. Those of a later version are left alone.
 */
export async function prepareSchema(
  connection: Connection,
  { hasPlace }: { readonly hasPlace: boolean },
): Promise<Result<'ready', LogProblem>> {
  const begun = await connection.ask({ text: 'begin' });
  if (!begun.ok) return begun;
  const prepared = await prepareLocked(connection, hasPlace);
  const ended = await connection.ask({ text: prepared.ok ? 'commit' : 'rollback' });
  return prepared.ok && !ended.ok ? ended : prepared;
}

async function prepareLocked(connection: Connection, hasPlace: boolean): Promise<Result<'ready', LogProblem>> {
  const locked = await connection.ask({ text: 'select pg_advisory_xact_lock($1)', values: [schemaLock] });
  if (!locked.ok) return locked;
  const found = await connection.ask<{ meta: boolean; others: number }>({
    text: `select to_regclass('hub_meta') is not null as meta, (
        select count(*)::integer from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
          and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
      ) as others`,
  });
  if (!found.ok) return found;
  if (!found.value[0]?.meta)
    return found.value[0]?.others === 0 ? migrate(connection, 0) : problem({ kind: 'not-ours' });
  const version = await versionOf(connection);
  if (!version.ok) return version;
  if (version.value > schemaVersion) return problem({ kind: 'newer' });
  if (version.value === schemaVersion) return ok('ready');
  return hasPlace ? migrate(connection, version.value) : problem({ kind: 'older' });
}

async function versionOf(connection: Connection): Promise<Result<number, LogProblem>> {
  const read = await connection.ask<{ application: string | null; version: string | null }>({
    text: "select to_jsonb(m) ->> 'application' as application, to_jsonb(m) ->> 'version' as version from hub_meta m",
  });
  if (!read.ok) return read;
  const meta = read.value[0];
  return meta?.application === application ? ok(Number(meta.version)) : problem({ kind: 'not-ours' });
}

async function migrate(connection: Connection, from: number): Promise<Result<'ready', LogProblem>> {
  for (const text of migrations.slice(from)) {
    const done = await connection.ask({ text });
    if (!done.ok) return done;
  }
  const noted = await connection.ask({ text: 'update hub_meta set version = $1', values: [schemaVersion] });
  return noted.ok ? ok('ready') : noted;
}
