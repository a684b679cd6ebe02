import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/**
 * Whether the file that SQLite has open is still the one that the next start will find. SQLite goes on writing into a file
 * that was deleted or replaced under it, every commit is "on disk", and all of it is gone with the process.
 *
 * Looking costs two `stat`, some 4 µs.
 */
export interface StoreFile {
  isWhole(): boolean;
  /** Whether the file on the disk still begins as SQLite's do: somebody may have written something else over it. */
  beginsRight(): boolean;
}

interface Needs {
  readonly path: string;
  /** As SQLite counts it: the file must have no fewer bytes once it had them. */
  readonly bytesInUse: () => number;
}

/** To be called when SQLite has the file open. */
export function watchStoreFile({ path, bytesInUse }: Needs): StoreFile {
  const database = statOf(path);
  /** Made by the first commit, and the same file until the store is closed. */
  let log = statOf(`${path}-wal`);
  let size = database?.size ?? 0;

  return {
    isWhole() {
      const now = statOf(path);
      if (!database || !now || !isSame(now, database)) return false;
      // SQLite itself makes it shorter when it gives pages back.
      if (now.size < size && now.size < bytesInUse()) return false;
      size = now.size;
      const logNow = statOf(`${path}-wal`);
      if (log && (!logNow || !isSame(logNow, log))) return false;
      log = logNow;
      return true;
    },
    beginsRight() {
      try {
        const opened = openSync(path, 'r');
        const head = Buffer.alloc(magic.length);
        readSync(opened, head, 0, head.length, 0);
        closeSync(opened);
        return head.equals(magic);
      } catch {
        return false;
      }
    },
  };
}

/** sqlite.org/fileformat2.html, section 1.3.1. */
const magic = Buffer.from('SQLite format 3\0');

function isSame(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

/** `undefined`: it is not there, or the way to it is gone. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
