import Database from 'better-sqlite3';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { StoreProblem } from '../contract/store.ts';

/** The edge to SQLite: what a disk can do is a Result, everything else is a bug and goes on being thrown. */
export function onDisk<Value>(work: () => Value): Result<Value, StoreProblem> {
  try {
    return ok(work());
  } catch (error) {
    const kind = diskTroubleFrom(error);
    if (kind === undefined) throw error;
    return problem({ kind });
  }
}

/** SQLite result codes (sqlite.org/rescode.html); extended codes begin with their primary code. */
export function diskTroubleFrom(
  error: unknown,
): Exclude<StoreProblem['kind'], 'unknown-visit' | 'file-lost'> | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  const primary = error.code.split('_').slice(0, 2).join('_');
  switch (primary) {
    case 'SQLITE_FULL':
      return 'disk-full';
    case 'SQLITE_READONLY':
    case 'SQLITE_IOERR':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return 'not-writable';
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return 'damaged';
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'busy';
    default:
      return undefined;
  }
}
