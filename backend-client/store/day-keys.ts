import type { KeyObject } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import { deriveKeyObject, openSealed, type SealedPlace, seal } from './sealing.ts';

/**
 * The secrets of one business day: what seals, and what finds a visit by a card. Once its row is deleted, nothing that was sealed on
 * that day can be read again.
 */
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
  /** null on a day that began before documents had a key of their own. */
  readonly wrapped_documents_key: Uint8Array | null;
}

const columns = 'day, wrapped_key, wrapped_documents_key';

export function createDayKeys({ db, masterKey, randomBytes }: Needs): DayKeys {
  const wrappingKey = deriveKeyObject(masterKey, 'day keys');
  const inMemory = new Map<BusinessDay, DayKey>();
  const insert = db.prepare<[string, Uint8Array, Uint8Array | null]>(
    `insert into day_key (${columns}) values (?, ?, ?)`,
  );
  const select = db.prepare<[string], DayKeyRow>(`select ${columns} from day_key where day = ?`);
  const selectNewest = db.prepare<[], DayKeyRow>(`select ${columns} from day_key order by day desc limit 1`);

  const selectAll = db.prepare<[], DayKeyRow>(`select ${columns} from day_key order by day`);
  const deleteAll = db.prepare('delete from day_key');

  return { fitMasterKey, create, of, destroy, forget };

  function fitMasterKey(): boolean {
    const newest = selectNewest.get();
    return newest === undefined || of(newest.day) !== undefined;
  }

  function create(day: BusinessDay): void {
    const wrap = (place: SealedPlace) => seal(wrappingKey, place, randomBytes(32), randomBytes);
    insert.run(day, wrap(placeOf(day)), wrap(documentsPlaceOf(day)));
  }

  function of(day: BusinessDay): DayKey | undefined {
    const known = inMemory.get(day);
    if (known) return known;
    const row = select.get(day);
    const key = row && unwrap(row);
    if (!key) return undefined;
    const own = unwrapDocuments(row);
    // A key that is there and does not open is no key of an earlier version: under another one nobody's card would be known.
    if (row.wrapped_documents_key && !own) {
      key.fill(0);
      return undefined;
    }
    const read = { sealing: deriveKeyObject(key, 'sealing'), documents: deriveKeyObject(own ?? key, 'documents') };
    key.fill(0);
    own?.fill(0);
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
    for (const { day, wrapped_key, wrapped_documents_key } of stay) insert.run(day, wrapped_key, wrapped_documents_key);
  }

  function forget(day: BusinessDay): void {
    inMemory.delete(day);
  }

  function unwrap({ day, wrapped_key }: DayKeyRow): Uint8Array | undefined {
    return openSealed(wrappingKey, placeOf(day), wrapped_key);
  }

  function unwrapDocuments({ day, wrapped_documents_key: wrapped }: DayKeyRow): Uint8Array | undefined {
    return wrapped ? openSealed(wrappingKey, documentsPlaceOf(day), wrapped) : undefined;
  }
}

function placeOf(day: BusinessDay): SealedPlace {
  return { table: 'day_key', rowId: day, day };
}

function documentsPlaceOf(day: BusinessDay): SealedPlace {
  return { table: 'documents_key', rowId: day, day };
}

/**
 * Seals every day's key under another master key, in one transaction, and removes the old wrapping from the raw files.
 * Says how many; `undefined`, with nothing changed, when one of them does not open under `from`.
 */
export function rewrapDayKeys({ db, from, to, randomBytes }: Rewrapping): number | undefined {
  const oldKey = deriveKeyObject(from, 'day keys');
  const newKey = deriveKeyObject(to, 'day keys');
  const rows = db.prepare<[], DayKeyRow>(`select ${columns} from day_key`).all();
  const update = db.prepare<[Uint8Array, Uint8Array | null, string]>(
    'update day_key set wrapped_key = ?, wrapped_documents_key = ? where day = ?',
  );
  const rewrap = (place: SealedPlace, wrapped: Uint8Array): Uint8Array | undefined => {
    const key = openSealed(oldKey, place, wrapped);
    return key && seal(newKey, place, key, randomBytes);
  };
  const readable = rows.flatMap(({ day, wrapped_key, wrapped_documents_key: documents }) => {
    const key = rewrap(placeOf(day), wrapped_key);
    const documentsKey = documents && rewrap(documentsPlaceOf(day), documents);
    return key && documentsKey !== undefined ? [{ day, key, documentsKey }] : [];
  });
  if (readable.length < rows.length) return undefined;
  db.transaction(() => {
    for (const { day, key, documentsKey } of readable) update.run(key, documentsKey, day);
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
