import { closeSync, fsyncSync, ftruncateSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import {
  clearWay,
  fileProblemCode,
  syncFolder,
  tryOnDisk,
  writeDurably,
  writeWhole,
} from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { putAside } from '#config/agreements/put-aside.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type Act, type Actor, auditActs } from './acts.ts';
import {
  type AuditFile,
  auditFiles,
  fileFrom,
  fullFileBytes,
  headName,
  longestFile,
  makeAuditFolder,
  splitLines,
} from './audit-files.ts';
import { chainStart, type Entry, longestLine, readEntry, sealHead, sealLine } from './chain.ts';
import { type AuditDamage, againstHead, type ChainPlace, readHead, type Walked, walk } from './verify-audit.ts';

export interface AuditNotWritable {
  readonly kind: 'not-writable';
}

export interface AuditLog {
  /** On disk when it returns. `not-writable`: nothing was noted; what must be noted must not be done. */
  append(by: Actor, act: Act): Result<Entry, AuditNotWritable>;
  /** The newest entries, newest last; of the file that is being written and the one before. */
  latest(most: number): readonly Entry[];
  /** How far the log goes and its last hash, for whoever keeps it elsewhere. */
  head(): { readonly count: number; readonly hash: string };
  close(): void;
}

export interface AuditParts {
  readonly folder: string;
  readonly key: Uint8Array;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** `machineBootId`. */
  readonly bootId: string;
  readonly randomBytes: RandomBytes;
  /** Default: 1 MiB. */
  readonly fullBytes?: number;
}

export interface OpenedAudit {
  readonly log: AuditLog;
  /** What was laid aside at this start; `why` tells of the damage. */
  setAside(): SetAside | undefined;
}

export interface SetAside {
  readonly why: AuditDamage['why'] | 'no-folder';
  readonly folder: string;
}

/**
 * Opens the log behind its last entry. A line that a crash has cut off is taken out, and that is the next entry. A log that does not
 * prove itself is not written on: it is laid aside as it is, and the first entry of the new one names it, so that the break itself is
 * proved. Only the last file is read here; `verifyAudit` reads all.
 *
 * A folder that cannot be used is no reason not to start: nothing can be noted then, so nobody gets in, until it can.
 */
export function openAuditLog(parts: AuditParts): OpenedAudit {
  let log: AuditLog | undefined;
  let laid: SetAside | undefined;
  /** What the new log has to say before anything else. */
  let first: Act | undefined;
  let isClosed = false;
  tryToOpen();
  return {
    setAside: () => laid,
    log: {
      append(by, act) {
        if (!log) tryToOpen();
        return log && noteFirst() ? log.append(by, act) : problem({ kind: 'not-writable' });
      },
      latest: (most) => log?.latest(most) ?? [],
      head: () => log?.head() ?? { count: 0, hash: chainStart },
      close() {
        isClosed = true;
        log?.close();
      },
    },
  };

  function tryToOpen(): void {
    if (isClosed) return;
    try {
      const inTheWay = clearWay(parts.folder, 'folder');
      if (inTheWay !== undefined) layAside({ why: 'no-folder', folder: inTheWay });
      makeAuditFolder(parts.folder);
      const found = findEnd(parts);
      if (!found.ok) {
        const folder = putAside(parts.folder, asideNeeds(parts));
        if (folder === undefined) return;
        makeAuditFolder(parts.folder);
        layAside({ why: found.problem.why, folder });
      }
      log = writeOn(parts, found.ok ? found.value : { files: [], walked: emptyChain });
      if (log.head().count === 0) first ??= { act: 'log-begun', details: {} };
      if (!noteFirst()) return;
      if (found.ok && found.value.walked.torn > 0)
        log.append(null, { act: 'log-mended', details: { bytes: found.value.walked.torn } });
    } catch (error) {
      fileProblemCode(error);
    }
  }

  function layAside(aside: SetAside): void {
    laid = aside;
    first = { act: 'log-set-aside', details: aside };
  }

  function noteFirst(): boolean {
    if (!first) return true;
    const noted = log?.append(null, first).ok ?? false;
    if (noted) first = undefined;
    return noted;
  }
}

function asideNeeds({ clock, randomBytes }: AuditParts) {
  return { now: clock.now, randomBytes };
}

const start: ChainPlace = { n: 0, hash: chainStart };
const emptyChain: Walked = { at: start, before: start, first: undefined, last: undefined, torn: 0 };

interface End {
  readonly files: readonly AuditFile[];
  readonly walked: Walked;
}

/** The last file that holds an entry, checked from the last hash of the one before: a crash may have left an empty one behind it. */
function findEnd({ folder, key }: AuditParts): Result<End, AuditDamage> {
  const files = auditFiles(folder);
  const walkFrom = (begin: number) => walk(files.slice(begin), key, begin === 0 ? start : lastOf(files[begin - 1]));
  const last = walkFrom(Math.max(0, files.length - 1));
  const walked = last.ok && !last.value.last && files.length > 1 ? walkFrom(files.length - 2) : last;
  const checked = walked.ok ? againstHead(walked.value, readHead(folder, key), files) : walked;
  return checked.ok ? ok({ files, walked: checked.value }) : checked;
}

/** Where a file ends, by its own word: what follows must fit, and the whole is proved by `verifyAudit`. */
function lastOf(file: AuditFile | undefined): ChainPlace {
  const bytes = file && readPrivateFile(file.path, longestFile);
  const entry = readEntry((bytes?.ok && splitLines(bytes.value).lines.at(-1)) || '');
  // Behind no entry at all nothing fits.
  return entry ?? { n: -1, hash: '' };
}

function writeOn(parts: AuditParts, { files, walked }: End): AuditLog {
  const { folder, key, clock, bootId, fullBytes = fullFileBytes } = parts;
  let { at } = walked;
  const newest = files.at(-1) ?? fileFrom(folder, 1);
  let size = 0;
  let file = openSync(newest.path, 'a', 0o600);
  let isHeadBehind = true;
  let isBroken = false;
  let isClosed = false;

  const bytes = readPrivateFile(newest.path, longestFile);
  const { whole, torn } = splitLines(bytes?.ok ? bytes.value : Buffer.alloc(0));
  size = whole;
  if (torn > 0) {
    truncateSync(newest.path, whole);
    fsyncSync(file);
  }
  syncFolder(folder);

  const log: AuditLog = {
    append(by, { act, details }) {
      const { n } = at;
      const noted = auditActs[act].parse(details);
      const entry: Entry = {
        n: n + 1,
        at: Math.floor(clock.now()),
        up: Math.max(0, Math.floor(clock.monotonic())),
        boot: bootId,
        by,
        act,
        details: noted,
      };
      const { line, hash } = sealLine(entry, at.hash, key);
      const sealed = Buffer.from(`${line}\n`);
      if (sealed.length > longestLine) throw new Error(`An entry of ${act} is longer than any may be.`);
      if (isClosed || isBroken || !bringHeadUp() || !startFileIfFull() || !write(sealed))
        return problem({ kind: 'not-writable' });
      at = { n: entry.n, hash };
      isHeadBehind = true;
      // When this fails the entry stands all the same; the next one waits until the head has come up to it.
      bringHeadUp();
      return ok(entry);
    },
    latest: (most) => latestOf(auditFiles(folder).slice(-2), most),
    head: () => ({ count: at.n, hash: at.hash }),
    close() {
      // The number of a closed file is another's by then: a socket's, the store's.
      if (isClosed) return;
      isClosed = true;
      closeSync(file);
    },
  };
  return log;

  function bringHeadUp(): boolean {
    if (!isHeadBehind || at.n === 0) return true;
    const written = tryOnDisk(() =>
      writeDurably(join(folder, headName), sealHead({ count: at.n, hash: at.hash }, key)),
    );
    isHeadBehind = !written;
    return written;
  }

  function startFileIfFull(): boolean {
    if (size < fullBytes) return true;
    const next = fileFrom(folder, at.n + 1);
    return tryOnDisk(() => {
      const opened = openSync(next.path, 'a', 0o600);
      closeSync(file);
      file = opened;
      size = 0;
      syncFolder(folder);
    });
  }

  /** What was written in part is taken back; where that fails too nothing is written any more before the next start. */
  function write(sealed: Buffer): boolean {
    const isWritten = tryOnDisk(() => {
      writeWhole(file, sealed);
      fsyncSync(file);
    });
    if (isWritten) size += sealed.length;
    else isBroken = !tryOnDisk(() => ftruncateSync(file, size));
    return isWritten;
  }
}

function latestOf(files: readonly AuditFile[], most: number): readonly Entry[] {
  const lines = files.flatMap(({ path }) => {
    const bytes = readPrivateFile(path, longestFile);
    return bytes?.ok ? splitLines(bytes.value).lines : [];
  });
  return lines.slice(-most).flatMap((line) => readEntry(line) ?? []);
}
