import type { Database } from 'better-sqlite3';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import type { SystemMemory } from '../contract/system-memory.ts';
import type { DayKeys } from './day-keys.ts';
import { openSealed, type SealedPlace, seal } from './sealing.ts';
import { onDisk } from './store-problem.ts';

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly randomBytes: RandomBytes;
}

/** What each system has told of its records, sealed with the visit (law 7) and deleted with it. */
export function createSystemRecords({ db, keys, randomBytes }: Needs): (endpointId: string) => SystemMemory {
  const dayOf = db.prepare<[string], BusinessDay>('select day from visit where visit_id = ?').pluck();
  const select = db
    .prepare<[string, string], Uint8Array>('select body from system_record where visit_id = ? and endpoint_id = ?')
    .pluck();
  const put = db.prepare<[string, string, Uint8Array]>(
    `insert into system_record (visit_id, endpoint_id, body) values (?, ?, ?)
     on conflict (visit_id, endpoint_id) do update set body = excluded.body`,
  );

  return (endpointId) => ({
    recall(visitId) {
      const day = dayOf.get(visitId);
      const key = day === undefined ? undefined : keys.of(day);
      const body = select.get(visitId, endpointId);
      return day && key && body && openSealed(key.sealing, placeOf(visitId, endpointId, day), body);
    },
    keep(visitId, bytes) {
      const day = dayOf.get(visitId);
      const key = day === undefined ? undefined : keys.of(day);
      if (day === undefined || !key) return;
      const body = seal(key.sealing, placeOf(visitId, endpointId, day), bytes, randomBytes);
      onDisk(() => put.run(visitId, endpointId, body));
    },
  });
}

function placeOf(visitId: string, endpointId: string, day: BusinessDay): SealedPlace {
  return { table: 'system_record', rowId: `${visitId}/${endpointId}`, day };
}
