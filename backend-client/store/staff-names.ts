import type { Database } from 'better-sqlite3';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import type { DayKeys } from './day-keys.ts';
import { openSealedText, seal } from './sealing.ts';

/** Beside what a person decided or answered: sealed under the key of a day, and unreadable once that is destroyed. */
export interface StaffNames {
  /** `undefined`: the day's key is gone already, and the name with it. */
  seal(name: string, where: NamePlace): Uint8Array | undefined;
  /** `undefined` when it does not open any more. */
  open(sealed: Uint8Array, where: NamePlace): string | undefined;
  /** At a start: names that an earlier version wrote in plain words. The caller commits. */
  sealLeftOver(): void;
}

interface NamePlace {
  readonly table: 'decider' | 'acknowledger';
  /** Of the message or the call. */
  readonly rowId: string;
  readonly day: BusinessDay;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly randomBytes: RandomBytes;
}

interface LeftOver {
  readonly row_id: string | number;
  readonly day: BusinessDay;
  readonly name: string;
}

export function createStaffNames({ db, keys, randomBytes }: Needs): StaffNames {
  const deciders = db.prepare<[], LeftOver>(
    'select message_id as row_id, day, decided_by as name from message where decided_by is not null',
  );
  const keepDecider = db.prepare<[Uint8Array | null, string | number]>(
    'update message set decider = ?, decided_by = null where message_id = ?',
  );
  // A call has no day of its own: the newest key is the one that stays longest.
  const acknowledgers = db.prepare<[], LeftOver>(
    `select alert_id as row_id, (select max(day) from day_key) as day, acknowledged_by as name
     from alert where acknowledged_by is not null`,
  );
  const keepAcknowledger = db.prepare<[Uint8Array | null, string | null, string | number]>(
    'update alert set acknowledger = ?, acknowledger_day = ?, acknowledged_by = null where alert_id = ?',
  );
  const names: StaffNames = {
    seal(name, where) {
      const key = keys.of(where.day);
      return key && seal(key.sealing, where, Buffer.from(name), randomBytes);
    },
    open(sealed, where) {
      const key = keys.of(where.day);
      return key && openSealedText(key.sealing, where, sealed);
    },
    sealLeftOver() {
      for (const { row_id, day, name } of deciders.all()) {
        const sealed = names.seal(name, { table: 'decider', rowId: String(row_id), day });
        keepDecider.run(sealed ?? null, row_id);
      }
      for (const { row_id, day, name } of acknowledgers.all()) {
        const sealed = day && names.seal(name, { table: 'acknowledger', rowId: String(row_id), day });
        keepAcknowledger.run(sealed ?? null, sealed ? day : null, row_id);
      }
    },
  };
  return names;
}
