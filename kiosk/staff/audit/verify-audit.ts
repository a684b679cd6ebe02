import { join } from 'node:path';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type AuditFile, auditFiles, headName, longestFile, splitLines } from './audit-files.ts';
import { chainStart, checkLine, type Head, type LineProblem, openHead, type SealedEntry } from './chain.ts';

/**
 * The first thing that is wrong, and where (`line` from 1 in its file; 0: the file itself).
 *
 * - a line (`LineProblem`). - `torn`: the file ends within a line, and another one follows.
 * - `file-missing`: it does not begin with the entry behind the one before. - `no-head`, `wrong-head`: how far the log goes was lost,
 *   or was not written by the kiosk. - `cut-off`: entries at the end are missing. - `more-than-head`: entries that were never counted.
 * - `readable-by-others`, `too-large`, `not-readable`: of the file.
 */
export interface AuditDamage {
  readonly kind: 'damaged';
  readonly why:
    | LineProblem
    | PrivateFileProblem['kind']
    | 'torn'
    | 'file-missing'
    | 'no-head'
    | 'wrong-head'
    | 'cut-off'
    | 'more-than-head';
  readonly file: string;
  readonly line: number;
}

export interface VerifiedAudit {
  readonly count: number;
  readonly first: SealedEntry | undefined;
  readonly last: SealedEntry | undefined;
  /** Of the last line, cut off by a crash; the next start takes them out and notes it. */
  readonly tornBytes: number;
  /** Of the last entry: whoever keeps it elsewhere can tell later that nothing was taken away. */
  readonly hash: string;
}

/** Reads the whole log. One entry behind the head is what a crash leaves; each entry proves by itself that the kiosk wrote it. */
export function verifyAudit({
  folder,
  key,
}: {
  readonly folder: string;
  readonly key: Uint8Array;
}): Result<VerifiedAudit, AuditDamage> {
  for (let tries = 0; ; tries += 1) {
    const before = readHead(folder, key);
    const files = auditFiles(folder);
    const walked = walk(files, key, { n: 0, hash: chainStart });
    const checked = walked.ok ? againstHead(walked.value, before, files) : walked;
    if (checked.ok) return ok({ ...walkedOf(checked.value), hash: checked.value.at.hash });
    // A kiosk that runs has written meanwhile: what was read is of two moments.
    if (tries >= 5 || JSON.stringify(readHead(folder, key)) === JSON.stringify(before)) return checked;
  }
}

function walkedOf({ at, first, last, torn }: Walked): Omit<VerifiedAudit, 'hash'> {
  return { count: at.n, first, last, tornBytes: torn };
}

export interface ChainPlace {
  readonly n: number;
  readonly hash: string;
}

export interface Walked {
  readonly at: ChainPlace;
  /** Before the last entry. */
  readonly before: ChainPlace;
  readonly first: SealedEntry | undefined;
  readonly last: SealedEntry | undefined;
  readonly torn: number;
}

export function walk(files: readonly AuditFile[], key: Uint8Array, from: ChainPlace): Result<Walked, AuditDamage> {
  let at = from;
  let before = from;
  let first: SealedEntry | undefined;
  let last: SealedEntry | undefined;
  let torn = 0;
  for (const [index, { path, name, from: begins }] of files.entries()) {
    if (torn > 0) return damaged('torn', files[index - 1]?.name ?? name, 0);
    if (begins !== at.n + 1) return damaged('file-missing', name, 0);
    const bytes = readPrivateFile(path, longestFile);
    if (!bytes) return damaged('not-readable', name, 0);
    if (!bytes.ok) return damaged(bytes.problem.kind, name, 0);
    const split = splitLines(bytes.value);
    for (const [line, text] of split.lines.entries()) {
      const read = checkLine(text, { n: at.n + 1, previous: at.hash, key });
      if (!read.ok) return damaged(read.problem, name, line + 1);
      before = at;
      at = { n: read.value.n, hash: read.value.hash };
      first ??= read.value;
      last = read.value;
    }
    torn = split.torn;
  }
  return ok({ at, before, first, last, torn });
}

export type ReadHead = Result<Head | undefined, 'wrong-head' | PrivateFileProblem['kind']>;

export function readHead(folder: string, key: Uint8Array): ReadHead {
  const bytes = readPrivateFile(join(folder, headName), 1_024);
  if (!bytes) return ok(undefined);
  if (!bytes.ok) return problem(bytes.problem.kind);
  const head = openHead(bytes.value.toString(), key);
  return head ? ok(head) : problem('wrong-head');
}

/** The head is written behind each entry: the log is never behind it, and ahead of it by one at most. */
export function againstHead(walked: Walked, read: ReadHead, files: readonly AuditFile[]): Result<Walked, AuditDamage> {
  if (!read.ok) return damaged(read.problem, headName, 0);
  const { at, before } = walked;
  const file = files.at(-1)?.name ?? headName;
  // Before the first entry there was no head.
  if (!read.value) return at.n <= 1 ? ok(walked) : damaged('no-head', headName, 0);
  const head = read.value;
  const fits = (place: ChainPlace) => head.count === place.n && head.hash === place.hash;
  if (fits(at) || fits(before)) return ok(walked);
  if (head.count > at.n) return damaged('cut-off', file, 0);
  return damaged(head.count < before.n ? 'more-than-head' : 'wrong-head', file, 0);
}

function damaged(why: AuditDamage['why'], file: string, line: number): Result<never, AuditDamage> {
  return problem({ kind: 'damaged', why, file, line });
}
