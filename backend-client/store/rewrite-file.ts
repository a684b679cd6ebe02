import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { syncFolder } from '#config/agreements/durable-file.ts';
import { lowBytes } from './free-space.ts';
import { schemaVersion, schemaVersionOf } from './migrations.ts';
import { diskTroubleFrom } from './store-problem.ts';

/**
 * A store of an earlier version is written anew, once, at a start and before the first patient: only then can it give pages back
 * piece by piece (`auto_vacuum = incremental`), and never again has to be written anew as a whole.
 *
 * The new file is complete and on disk before it takes the old one's name, so a start that is killed anywhere leaves one of the
 * two, whole; what is left of an unfinished one goes at the next start.
 */
export type FileRewrite =
  | { readonly step: 'begins'; readonly bytes: number }
  | { readonly step: 'done'; readonly bytes: number }
  /** The store is used as it is. The next start tries again. */
  | { readonly step: 'left'; readonly because: 'no-room' | 'failed'; readonly bytes: number };

interface Needs {
  readonly path: string;
  readonly freeBytes: () => number;
  readonly say: (progress: FileRewrite) => void;
}

/** SQLite's number for `auto_vacuum = incremental`. */
export const incremental = 2;

export function rewriteOnce({ path, freeBytes, say }: Needs): void {
  const next = `${path}.new`;
  rmSync(next, { force: true });
  if (!existsSync(path) || statSync(path).size === 0) return;
  const bytes = bytesToRewrite(path);
  if (bytes === undefined) return;
  if (freeBytes() - bytes < lowBytes) {
    say({ step: 'left', because: 'no-room', bytes });
    return;
  }
  say({ step: 'begins', bytes });
  if (!writeNext(path, next)) {
    rmSync(next, { force: true });
    say({ step: 'left', because: 'failed', bytes });
    return;
  }
  // A day's key that is destroyed one day must not be found in the old file's blocks.
  const old = openSync(path, 'r+');
  renameSync(next, path);
  syncFolder(dirname(path));
  overwrite(old);
  closeSync(old);
  say({ step: 'done', bytes: statSync(path).size });
}

/** `undefined`: it is written so already, or is nothing that this program may touch; the opening says which. */
function bytesToRewrite(path: string): number | undefined {
  return withDatabase(path, (db) => {
    const value = (name: string) => Number(db.pragma(name, { simple: true }));
    if (value('auto_vacuum') !== 0 || schemaVersionOf(db) > schemaVersion || schemaVersionOf(db) === 0)
      return undefined;
    return value('page_count') * value('page_size');
  });
}

function writeNext(path: string, next: string): boolean {
  // Nobody but the kiosk's user reads it; SQLite takes an empty file as none.
  closeSync(openSync(next, 'wx', 0o600));
  const written = withDatabase(path, (db) => {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.prepare('vacuum into ?').run(next);
    return true;
  });
  // Closed, the old file has everything, and a log that stays behind would be read into the new one.
  if (!written || existsSync(`${path}-wal`)) return false;
  const file = openSync(next, 'r+');
  fsyncSync(file);
  closeSync(file);
  return true;
}

function withDatabase<Value>(path: string, work: (db: Database.Database) => Value): Value | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    return work(db);
  } catch (error) {
    if (diskTroubleFrom(error) === undefined) throw error;
    return undefined;
  } finally {
    db?.close();
  }
}

function overwrite(file: number): void {
  const nothing = Buffer.alloc(1 << 20);
  const { size } = fstatSync(file);
  try {
    for (let at = 0; at < size; at += nothing.length)
      writeSync(file, nothing, 0, Math.min(nothing.length, size - at), at);
    fsyncSync(file);
  } catch {
    // The disk that fails here tells at the next write of the store.
  }
}
