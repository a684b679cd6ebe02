import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * How much room the store's disk has. A full disk is found out before SQLite meets it in the middle of its work: early
 * enough for somebody to come, and then by taking no more patients.
 *
 * `low`: an alarm. `too-low`: the kiosk is out of service until there is room again.
 */
export interface FreeSpace {
  readonly freeBytes: number;
  readonly condition: 'ok' | 'low' | 'too-low';
}

/** About a month of a busy kiosk: a visit with its messages is some 10 kB, and the write-ahead log takes 8 MB. */
export const lowBytes = 500_000_000;
/** Room for the log, a day's visits, and the log files of the host. */
export const tooLowBytes = 50_000_000;

/** Free bytes for the kiosk's user on the file system of `path`; 0 when the way to it is gone. */
export type FreeBytesOf = (path: string) => number;

export function freeBytesOf(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return 0;
  }
}

export function freeSpaceFrom(freeBytes: number): FreeSpace {
  const condition = freeBytes < tooLowBytes ? 'too-low' : freeBytes < lowBytes ? 'low' : 'ok';
  return { freeBytes, condition };
}
