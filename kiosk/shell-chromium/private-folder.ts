import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './debugging-pipe.ts';

/** A process that a later start can tell from another one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from the machine's start to the process's (proc_pid_stat(5), field 22). */
  readonly startedAt: string;
}

export interface WindowOwner {
  readonly launcher: ProcessMark | undefined;
  readonly browser: ProcessMark | undefined;
}

/** Makes the folder, mode 0700. False when it is somebody else's, or no folder. */
export function claimPrivateFolder(path: string): boolean {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) return false;
  chmodSync(path, 0o700);
  return true;
}

/** Whoever owned the window last, as far as those processes still run. */
export function readOwner(folder: string): WindowOwner {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, ownerFile), 'utf8'));
    return isRecord(read)
      ? { launcher: stillRunning(read.launcher), browser: stillRunning(read.browser) }
      : { launcher: undefined, browser: undefined };
  } catch {
    return { launcher: undefined, browser: undefined };
  }
}

export function writeOwner(folder: string, owner: WindowOwner): void {
  const file = join(folder, ownerFile);
  // A launcher that is killed while it writes leaves the old file.
  writeFileSync(`${file}.new`, JSON.stringify(owner), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** `undefined` where the machine has no /proc, or the process has ended. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    return startedAtFrom(readFileSync(`/proc/${pid}/stat`, 'utf8'), pid);
  } catch {
    return undefined;
  }
}

const ownerFile = 'owner.json';

/** The second field, the program's name in brackets, may hold blanks and brackets. A zombie has ended. */
function startedAtFrom(stat: string, pid: number): ProcessMark | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startedAt = fields[19];
  return startedAt && fields[0] !== 'Z' ? { pid, startedAt } : undefined;
}

function stillRunning(mark: unknown): ProcessMark | undefined {
  if (!isRecord(mark) || typeof mark.pid !== 'number' || !Number.isSafeInteger(mark.pid) || mark.pid < 2)
    return undefined;
  const now = markOf(mark.pid);
  return now?.startedAt === mark.startedAt ? now : undefined;
}
