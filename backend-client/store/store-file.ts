import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/**
 * Whether the file that SQLite has open is still the one that the next start will find. SQLite goes on writing into a file
 * that was deleted or replaced under it, every commit is "on disk", and all of it is gone with the process.
 *
 * Looking costs two `stat`. A file that goes a moment after a commit is as lost as one that went a moment before, so what was
 * seen a tenth of a second ago is as good as a look, and a kiosk looks before every patient.
 */
export interface StoreFile {
  /** As it was seen within the last tenth of a second. */
  isWhole(): boolean;
  /** As it is now. */
  look(): boolean;
  /** Whether the file on the disk still begins as SQLite's do: somebody may have written something else over it. */
  beginsRight(): boolean;
}

interface Needs {
  readonly path: string;
  /** As SQLite counts it: the file must have no fewer bytes once it had them. */
  readonly bytesInUse: () => number;
  readonly monotonic: () => number;
}

/** Shorter than any two acts of a patient. */
const goodForMs = 100;

/** To be called when SQLite has the file open. */
export function watchStoreFile({ path, bytesInUse, monotonic }: Needs): StoreFile {
  const database = statOf(path);
  /** Made by the first commit, and the same file until the store is closed. */
  let log = statOf(`${path}-wal`);
  let size = database?.size ?? 0;

  let seen = { at: Number.NEGATIVE_INFINITY, isWhole: true };

  return {
    isWhole: () => (Math.abs(monotonic() - seen.at) < goodForMs ? seen.isWhole : look()),
    look,
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

  function look(): boolean {
    seen = { at: monotonic(), isWhole: isWholeNow() };
    return seen.isWhole;
  }

  function isWholeNow(): boolean {
    const now = statOf(path);
    if (!database || !now || !isSame(now, database)) return false;
    // SQLite itself makes it shorter when it gives pages back.
    if (now.size < size && now.size < bytesInUse()) return false;
    size = now.size;
    const logNow = statOf(`${path}-wal`);
    if (log && (!logNow || !isSame(logNow, log))) return false;
    log = logNow;
    return true;
  }
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
