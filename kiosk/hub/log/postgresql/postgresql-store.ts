import type { Clock } from '#config/agreements/clock.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type DocumentsToday, type KnownDocuments, mostKnownTogether } from '../documents-today.ts';
import type { EnrolledKiosk, Enrolment } from '../enrolment.ts';
import type { EventLog, LogStore } from '../event-log.ts';
import type { HospitalSystems, LogPlace } from '../hospital-systems.ts';
import type { LogProblem } from '../log-problem.ts';
import { markFor } from '../marks.ts';
import { together } from '../together.ts';
import { type Connection, connect, type Question } from './connection.ts';
import { takePostgresqlPlace } from './postgresql-place.ts';
import { prepareSchema, schemaVersion } from './schema.ts';
import { type PostgresqlSettings, targetOf } from './target.ts';

type Ask = <Row>(question: Question) => Promise<Result<readonly Row[], LogProblem>>;

/**
 * One server for all hubs of a hospital. The session that decides carries events alone; keys of kiosks and documents go over one of their
 * own, so that a hub that waits, and the command that enrols, know them as well.
 */
export function openPostgresqlStore({
  settings,
  clock,
}: {
  readonly settings: PostgresqlSettings;
  readonly clock: Clock;
}): LogStore {
  const target = () => targetOf(settings);
  let current: Promise<Result<Connection, LogProblem>> | undefined;
  let held: EventLog | undefined;

  return {
    enrolment: createEnrolment(aside),
    documents: createDocuments(aside),
    systems: createSystems(aside),
    async takePlace(signal, onSecond) {
      const taken = await takePostgresqlPlace({ target, clock, signal, onSecond, aside });
      if (taken.ok) held = taken.value.log;
      return taken;
    },
    async close() {
      await held?.close();
      const connected = await current;
      if (connected?.ok) await connected.value.close();
    },
  };

  async function aside<Row>(question: Question): Promise<Result<readonly Row[], LogProblem>> {
    current ??= connectAside();
    const connecting = current;
    const connected = await connecting;
    if (connected.ok && connected.value.isOpen()) return connected.value.ask<Row>(question);
    if (current === connecting) current = undefined;
    return connected.ok ? aside(question) : connected;
  }

  async function connectAside(): Promise<Result<Connection, LogProblem>> {
    const found = target();
    const connected = found.ok ? await connect(found.value, clock) : found;
    if (!connected.ok) return connected;
    const prepared = await prepareSchema(connected.value, { hasPlace: false });
    if (prepared.ok) return connected;
    await connected.value.close();
    return prepared;
  }
}

/** A program of another version may have changed the tables since this one has looked at them. */
const ours = `(select from hub_meta where version = ${schemaVersion}) as ours`;

interface KioskRow {
  readonly kiosk_id: string;
  readonly mark: string;
  readonly is_revoked: boolean;
}

function createEnrolment(ask: Ask): Enrolment {
  const list: Enrolment['list'] = async () => {
    const rows = await ask<KioskRow>({
      text: 'select kiosk_id, mark, is_revoked from hub_kiosk order by kiosk_id',
      name: 'kiosks',
    });
    return rows.ok ? ok(rows.value.map(kioskOf)) : rows;
  };
  const enrol: Enrolment['enrol'] = async (kioskId, keyHash) => {
    const known = await list();
    if (!known.ok) return known;
    const mark = markFor(kioskId, new Set(known.value.map((kiosk) => kiosk.mark)));
    const put = await ask<KioskRow>({
      text: `insert into hub_kiosk select $1, $2, $3, false from ${ours}
        on conflict (kiosk_id) do update set key_hash = excluded.key_hash, is_revoked = false
        returning kiosk_id, mark, is_revoked`,
      values: [kioskId, mark, keyHash],
    });
    // Another program has given this mark away in between.
    if (!put.ok) return put.problem.kind === 'taken' ? enrol(kioskId, keyHash) : put;
    const [row] = put.value;
    return row ? ok(kioskOf(row)) : problem({ kind: 'newer' });
  };
  return {
    enrol,
    list,
    revoke: async (kioskId) => {
      const rows = await ask({
        text: `update hub_kiosk set is_revoked = true from ${ours} where kiosk_id = $1 returning kiosk_id`,
        values: [kioskId],
      });
      return rows.ok ? ok(rows.value.length > 0 ? 'revoked' : 'unknown') : rows;
    },
    find: async (keyHash) => {
      const rows = await ask<KioskRow>({
        text: 'select kiosk_id, mark, is_revoked from hub_kiosk where key_hash = $1',
        values: [keyHash],
        name: 'key',
      });
      return rows.ok ? ok(rows.value[0] && kioskOf(rows.value[0])) : rows;
    },
  };
}

function kioskOf({ kiosk_id, mark, is_revoked }: KioskRow): EnrolledKiosk {
  return { kioskId: kiosk_id, mark, isRevoked: is_revoked };
}

function createSystems(ask: Ask): HospitalSystems {
  return {
    put: async (systemId, keyHash) => {
      const put = await ask({
        text: `insert into hub_system (system_id, key_hash) select $1, $2 from ${ours}
          on conflict (system_id) do update set key_hash = excluded.key_hash`,
        values: [systemId, keyHash],
      });
      return put.ok ? ok('put') : put;
    },
    revoke: async (systemId) => {
      const rows = await ask({
        text: `update hub_system set key_hash = null from ${ours}
          where system_id = $1 and key_hash is not null returning system_id`,
        values: [systemId],
      });
      return rows.ok ? ok(rows.value.length > 0 ? 'revoked' : 'unknown') : rows;
    },
    find: async (keyHash) => {
      const rows = await ask<{ system_id: string }>({
        text: 'select system_id from hub_system where key_hash = $1',
        values: [keyHash],
        name: 'system-key',
      });
      return rows.ok ? ok(rows.value[0]?.system_id) : rows;
    },
    toldTo: async (systemId) => {
      const rows = await ask<LogPlace>({
        text: `select told_day as day, told_position as position from hub_system
          where system_id = $1 and told_day is not null`,
        values: [systemId],
      });
      return rows.ok ? ok(rows.value[0]) : rows;
    },
    noteTold: async (systemId, { day, position }) => {
      const put = await ask({
        text: `insert into hub_system (system_id, told_day, told_position) select $1, $2, $3 from ${ours}
          on conflict (system_id) do update set told_day = excluded.told_day, told_position = excluded.told_position`,
        values: [systemId, day, position],
        name: 'told',
      });
      return put.ok ? ok('noted') : put;
    },
  };
}

function createDocuments(ask: Ask): DocumentsToday {
  const know = together(mostKnownTogether, async (all: readonly KnownDocuments[]) => {
    const rows = all.flatMap(({ day, visitId, documents }) => documents.map((mac) => ({ day, mac, visitId })));
    const put = await ask({
      text: `insert into hub_document (day, mac, visit_id)
        select known.* from ${ours}, unnest($1::text[], $2::text[], $3::text[]) as known on conflict do nothing`,
      values: (['day', 'mac', 'visitId'] as const).map((name) => rows.map((row) => row[name])),
      name: 'know',
    });
    return put.ok ? ok('known' as const) : put;
  });
  return {
    know: (day, visitId, documents) => know({ day, visitId, documents }),
    find: async (day, documents) => {
      const rows = await ask<{ visit_id: VisitId }>({
        text: `select visit_id from hub_document where day = $1 and mac = any ($2::text[]) group by visit_id order by max(id) desc`,
        values: [day, documents],
        name: 'documents',
      });
      return rows.ok ? ok(rows.value.map(({ visit_id }) => visit_id)) : rows;
    },
    forget: async (before) => {
      const gone = await ask({ text: `delete from hub_document using ${ours} where day < $1`, values: [before] });
      return gone.ok ? ok('forgotten') : gone;
    },
  };
}
