import type { KeyObject } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import { deriveKeyObject, openSealed, type SealedPlace, seal } from './sealing.ts';

/** The secrets of one business day. Once its row is deleted, nothing that was sealed on that day can be read again. */
export interface DayKey {
  readonly sealing: KeyObject;
  readonly documents: KeyObject;
}

export interface DayKeys {
  /** Whether the newest day's key opens under this master key. True for an empty store. */
  fitMasterKey(): boolean;
  /** Writes a new key; the caller commits. */
  create(day: BusinessDay): void;
  of(day: BusinessDay): DayKey | undefined;
  /**
   * Overwrites the keys of these days, so that nothing that was sealed on them can ever be read again. The caller commits, and
   * then calls `forget`.
   */
  destroy(days: readonly BusinessDay[]): void;
  /** Drops the key from memory after its row was deleted. */
  forget(day: BusinessDay): void;
}

interface Needs {
  readonly db: Database;
  readonly masterKey: Uint8Array;
  readonly randomBytes: RandomBytes;
}

interface DayKeyRow {
  readonly day: BusinessDay;
  readonly wrapped_key: Uint8Array;
}

export function createDayKeys({ db, masterKey, randomBytes }: Needs): DayKeys {
  const wrappingKey = deriveKeyObject(masterKey, 'day keys');
  const inMemory = new Map<BusinessDay, DayKey>();
  const insert = db.prepare<[string, Uint8Array]>('insert into day_key (day, wrapped_key) values (?, ?)');
  const select = db.prepare<[string], DayKeyRow>('select day, wrapped_key from day_key where day = ?');
  const selectNewest = db.prepare<[], DayKeyRow>('select day, wrapped_key from day_key order by day desc limit 1');

  const selectAll = db.prepare<[], DayKeyRow>('select day, wrapped_key from day_key order by day');
  const deleteAll = db.prepare('delete from day_key');

  return { fitMasterKey, create, of, destroy, forget };

  function fitMasterKey(): boolean {
    const newest = selectNewest.get();
    return newest === undefined || unwrap(newest) !== undefined;
  }

  function create(day: BusinessDay): void {
    const key = randomBytes(32);
    insert.run(day, seal(wrappingKey, placeOf(day), key, randomBytes));
  }

  function of(day: BusinessDay): DayKey | undefined {
    const known = inMemory.get(day);
    if (known) return known;
    const row = select.get(day);
    const key = row && unwrap(row);
    if (!key) return undefined;
    const read = { sealing: deriveKeyObject(key, 'sealing'), documents: deriveKeyObject(key, 'documents') };
    key.fill(0);
    inMemory.set(day, read);
    return read;
  }

  /**
   * SQLite leaves copies of rows behind where it has moved them, and secure_delete zeroes only the row itself. A table that is
   * emptied as a whole gives back all its pages, zeroed: what is written anew is the keys that stay, on one page or two.
   */
  function destroy(gone: readonly BusinessDay[]): void {
    const stay = selectAll.all().filter(({ day }) => !gone.includes(day));
    deleteAll.run();
    for (const { day, wrapped_key } of stay) insert.run(day, wrapped_key);
  }

  function forget(day: BusinessDay): void {
    inMemory.delete(day);
  }

  function unwrap({ day, wrapped_key }: DayKeyRow): Uint8Array | undefined {
    return openSealed(wrappingKey, placeOf(day), wrapped_key);
  }
}

function placeOf(day: BusinessDay): SealedPlace {
  return { table: 'day_key', rowId: day, day };
}

/**
 * Seals every day's key under another master key, in one transaction, and removes the old wrapping from the raw files.
 * Says how many; `undefined`, with nothing changed, when one of them does not open under `from`.
 */
export function rewrapDayKeys({ db, from, to, randomBytes }: Rewrapping): number | undefined {
  const oldKey = deriveKeyObject(from, 'day keys');
  const newKey = deriveKeyObject(to, 'day keys');
  const rows = db.prepare<[], DayKeyRow>('select day, wrapped_key from day_key').all();
  const update = db.prepare<[Uint8Array, string]>('update day_key set wrapped_key = ? where day = ?');
  const opened = rows.map(({ day, wrapped_key }) => ({ day, key: openSealed(oldKey, placeOf(day), wrapped_key) }));
  const readable = opened.flatMap(({ day, key }) => (key ? [{ day, key }] : []));
  if (readable.length < rows.length) {
    for (const { key } of readable) key.fill(0);
    return undefined;
  }
  db.transaction(() => {
    for (const { day, key } of readable) update.run(seal(newKey, placeOf(day), key, randomBytes), day);
  }).immediate();
  db.pragma('wal_checkpoint(TRUNCATE)');
  return rows.length;
}

interface Rewrapping {
  readonly db: Database;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly randomBytes: RandomBytes;
}
