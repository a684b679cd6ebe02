import type { Database } from 'better-sqlite3';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import type { DayKey } from './day-keys.ts';
import { seal } from './sealing.ts';

export interface StaffAct {
  readonly act: 'left-day' | 'took-expired';
  /** A day, or how many tickets. */
  readonly about: string;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What named people decided about the kiosk; their names are sealed and go with the day's key. */
export interface StaffActs {
  /** Returns its id. The caller commits. */
  note(act: StaffAct, today: { readonly day: BusinessDay; readonly key: DayKey }): number;
}

export function createStaffActs(db: Database, randomBytes: RandomBytes): StaffActs {
  const nextId = db.prepare<[], number>('select coalesce(max(act_id), 0) + 1 from staff_act').pluck();
  const insert = db.prepare<[number, string, string, number, string, Uint8Array]>(
    'insert into staff_act (act_id, act, about, at, day, by_whom) values (?, ?, ?, ?, ?, ?)',
  );
  return {
    note({ act, about, by, at }, { day, key }) {
      const id = nextId.get() ?? 1;
      const place = { table: 'staff_act', rowId: String(id), day } as const;
      insert.run(id, act, about, at, day, seal(key.sealing, place, Buffer.from(by), randomBytes));
      return id;
    },
  };
}
