import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileProblemCode, syncFolder, writeWhole } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/**
 * - `exists`: something has this name already; it is left alone.
 * - `no-directory`: the directory is not there.
 * - `not-allowed`: the operating system refuses. `disk-full`: there is no room.
 */
export interface NewFileProblem {
  readonly kind: 'exists' | 'no-directory' | 'not-allowed' | 'disk-full';
}

/** A file about people: it appears whole under its name or not at all, for its owner alone, and never in place of another. */
export interface NewFile {
  write(text: string): Result<'written', NewFileProblem>;
  /** Durable, and under its name from now on. */
  keep(): Result<'kept', NewFileProblem>;
  /** Leaves nothing behind; does nothing to a file that was kept. */
  discard(): void;
}

export function openNewFile(path: string): Result<NewFile, NewFileProblem> {
  const directory = dirname(path);
  if (existsSync(path)) return problem({ kind: 'exists' });
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return problem({ kind: 'no-directory' });
  const beside = join(directory, `.${basename(path)}.${process.pid}.unfinished`);
  const opened = onFileSystem(() => openSync(beside, 'wx', 0o600));
  if (!opened.ok) return opened;
  let file: number | undefined = opened.value;

  return ok({
    write: (text) =>
      onFileSystem(() => {
        if (file !== undefined) writeWhole(file, Buffer.from(text));
        return 'written';
      }),
    keep: () =>
      onFileSystem(() => {
        if (file !== undefined) fsyncSync(file);
        close();
        giveName(beside, path);
        syncFolder(directory);
        return 'kept';
      }),
    discard() {
      close();
      rmSync(beside, { force: true });
    },
  });

  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }
}

/** A link never replaces what somebody else has put there meanwhile. The file system of a USB stick (FAT) knows no links. */
function giveName(beside: string, path: string): void {
  try {
    linkSync(beside, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(fileProblemCode(error)) || existsSync(path)) throw error;
    renameSync(beside, path);
    return;
  }
  unlinkSync(beside);
}

function onFileSystem<Value>(work: () => Value): Result<Value, NewFileProblem> {
  try {
    return ok(work());
  } catch (error) {
    switch (fileProblemCode(error)) {
      case 'EEXIST':
        return problem({ kind: 'exists' });
      case 'ENOENT':
      case 'ENOTDIR':
        return problem({ kind: 'no-directory' });
      case 'ENOSPC':
      case 'EDQUOT':
        return problem({ kind: 'disk-full' });
      default:
        return problem({ kind: 'not-allowed' });
    }
  }
}
