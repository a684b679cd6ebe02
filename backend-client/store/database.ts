import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { migrate, schemaVersion, schemaVersionOf } from './migrations.ts';
import { diskTroubleFrom } from './store-problem.ts';

/**
 * Why a store cannot be opened.
 *
 * - `in-use`: another process holds it.
 * - `newer-program`: written by a newer version; downgrading would misread it.
 * - `wrong-key`: sealed under another master key.
 * - `not-a-store`: the file is something else, or damaged.
 */
export interface StoreOpenProblem {
  readonly kind: 'in-use' | 'newer-program' | 'wrong-key' | 'not-a-store' | 'disk-full' | 'not-writable';
}

/**
 * SQLite folds the write-ahead log into the database when a commit has made it so long, and uses the file again from its
 * beginning. Every commit is on disk either way: a longer log only means that a page which many visits share, as the last one
 * of an index, is written back once for all of them (measured: four times SQLite's own 1000 pages spare a registration a tenth
 * of its time). After a power cut no more than this is read again.
 */
const longestLogBytes = 16 * 1024 * 1024;

/** Opens the file for this process alone, durable and migrated. */
export function openDatabase(path: string): Result<Database.Database, StoreOpenProblem> {
  let db: Database.Database | undefined;
  try {
    createPrivateFile(path);
    db = new Database(path, { timeout: 0 });
    configure(db);
    if (schemaVersionOf(db) > schemaVersion) {
      db.close();
      return problem({ kind: 'newer-program' });
    }
    migrate(db);
    return ok(db);
  } catch (error) {
    db?.close();
    return problem({ kind: openProblemFrom(error) });
  }
}

/** Exclusive locking comes first: SQLite then keeps the lock from here to close, and needs no shared-memory file. */
function configure(db: Database.Database): void {
  db.pragma('locking_mode = EXCLUSIVE');
  // Of a new file only; an earlier one is written anew for it (see `rewriteOnce`).
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  // 2 MB, SQLite's own default: better-sqlite3 is built with 16, which a few thousand visits fill, and a registration touches a few pages.
  db.pragma('cache_size = -2000');
  // A page stands in the log behind a head of 24 bytes.
  const logPages = Math.floor(longestLogBytes / (Number(db.pragma('page_size', { simple: true })) + 24)) - 1;
  db.pragma(`wal_autocheckpoint = ${logPages}`);
  db.pragma(`journal_size_limit = ${longestLogBytes}`);
  // better-sqlite3 compiles WAL to mean synchronous=NORMAL, which can lose the last commits at a power cut (measured).
  const durable =
    db.pragma('journal_mode', { simple: true }) === 'wal' &&
    db.pragma('synchronous', { simple: true }) === 2 &&
    db.pragma('secure_delete', { simple: true }) === 1;
  if (!durable) throw new Error('SQLite did not accept the durable settings');
}

/** Nobody but the kiosk's user reads it. SQLite gives the log file the database's mode. */
function createPrivateFile(path: string): void {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return;
  }
  closeSync(openSync(path, 'a', 0o600));
  const opened = openSync(directory, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

function openProblemFrom(error: unknown): StoreOpenProblem['kind'] {
  const trouble = diskTroubleFrom(error);
  if (trouble === 'busy') return 'in-use';
  if (trouble === 'damaged') return 'not-a-store';
  if (trouble !== undefined) return trouble;
  if (isFileError(error)) return error.code === 'ENOSPC' ? 'disk-full' : 'not-writable';
  throw error;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
