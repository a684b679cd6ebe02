import { chmodSync, closeSync, existsSync, mkdirSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { fileProblemCode, syncFolder } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LogProblem } from '../log-problem.ts';

/** The marks that a file of the hub carries in its head (sqlite.org/pragma.html#pragma_application_id): "TDhE" and "TDhK". */
export const applicationIds = { events: 0x54_44_68_45, kiosks: 0x54_44_68_4b } as const;

interface SqliteFile {
  readonly path: string;
  readonly applicationId: number;
  /** One statement list a version; the file's `user_version` is how many it has had. */
  readonly migrations: readonly string[];
  /** Whether no other process may have it open meanwhile. The lock dies with the process. */
  readonly isForUsAlone: boolean;
}

/** How long a write waits for another process's; a key is written in a few ms. */
const busyMs = 2_000;

/** Opens it durable and with its tables; `lost-place`: another process has it for itself. */
export function openSqliteFile(file: SqliteFile): Result<Database.Database, LogProblem> {
  let db: Database.Database | undefined;
  const opened = onSqlite(() => {
    createPrivateFile(file.path);
    db = new Database(file.path, { timeout: file.isForUsAlone ? 0 : busyMs });
    // Before anything is read: SQLite then keeps the lock from here to the end of the process, and needs no shared memory.
    if (file.isForUsAlone) db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    // better-sqlite3 compiles WAL to mean synchronous=NORMAL, which can lose the last commits at a power cut.
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    // SQLite's own default: better-sqlite3 is built with 16 MB.
    db.pragma('cache_size = -2000');
    return migrated(db, file);
  });
  const kind = opened.ok ? opened.value : opened.problem.kind;
  if (kind === undefined && db) return ok(db);
  db?.close();
  return problem({ kind: kind ?? 'not-writable' });
}

function migrated(db: Database.Database, file: SqliteFile): 'not-ours' | 'newer' | undefined {
  const applied = Number(db.pragma('user_version', { simple: true }));
  const mark = Number(db.pragma('application_id', { simple: true }));
  const tables = Number(db.prepare('select count(*) from sqlite_master').pluck().get());
  if (mark !== file.applicationId && (tables > 0 || applied > 0)) return 'not-ours';
  if (applied > file.migrations.length) return 'newer';
  db.transaction(() => {
    for (const sql of file.migrations.slice(applied)) db.exec(sql);
    db.pragma(`application_id = ${file.applicationId}`);
    db.pragma(`user_version = ${file.migrations.length}`);
  }).immediate();
  return undefined;
}

/** Nobody but the hub's user reads it. SQLite gives the log file the database's mode. */
function createPrivateFile(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return;
  }
  closeSync(openSync(path, 'a', 0o600));
  syncFolder(folder);
}

/** The edge to SQLite: what a disk can do is a Result, everything else is a bug and goes on being thrown. */
export function onSqlite<Value>(work: () => Value): Result<Value, LogProblem> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof Database.SqliteError) {
      const kind = kindOf(error.code);
      if (kind === undefined) throw error;
      return problem({ kind });
    }
    return problem({ kind: fileProblemCode(error) === 'ENOSPC' ? 'disk-full' : 'not-writable' });
  }
}

/** SQLite's result codes (sqlite.org/rescode.html); extended ones begin with their primary one. */
function kindOf(code: string): LogProblem['kind'] | undefined {
  return codes[code.split('_').slice(0, 2).join('_')];
}

const codes: Readonly<Record<string, LogProblem['kind']>> = {
  SQLITE_FULL: 'disk-full',
  SQLITE_READONLY: 'not-writable',
  SQLITE_IOERR: 'not-writable',
  SQLITE_CANTOPEN: 'not-writable',
  SQLITE_PERM: 'not-writable',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'not-ours',
  SQLITE_BUSY: 'lost-place',
  SQLITE_LOCKED: 'lost-place',
  SQLITE_CONSTRAINT: 'taken',
};

/**
 * Whether the file that SQLite has open is still the one that the next start will find: SQLite goes on writing into a file that was deleted
 * or replaced under it, and all of it is gone with the process.
 */
export function watchFile(path: string): () => boolean {
  const opened = statOf(path);
  return () => {
    const now = statOf(path);
    return opened !== undefined && now !== undefined && now.ino === opened.ino && now.dev === opened.dev;
  };
}

/** `undefined`: it is not there, or the way to it is gone. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
