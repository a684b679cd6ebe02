import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileProblemCode } from './durable-file.ts';
import { ok, problem, type Result } from './result.ts';

/**
 * Why a file that only the kiosk may read was not taken.
 *
 * - `readable-by-others`: its mode lets other users read or write it; what stands in it counts as known.
 * - `too-large`: longer than anything that we write there.
 * - `not-readable`: the operating system refuses.
 */
export interface PrivateFileProblem {
  readonly kind: 'readable-by-others' | 'too-large' | 'not-readable';
  readonly path: string;
}

/** `undefined` when there is no such file; one that is there and cannot be read is never "none". */
export function readPrivateFile(path: string, mostBytes: number): Result<Buffer, PrivateFileProblem> | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { mode, size } = fstatSync(file);
    if ((mode & 0o077) !== 0) return problem({ kind: 'readable-by-others', path });
    if (size > mostBytes) return problem({ kind: 'too-large', path });
    return ok(readFileSync(file));
  } catch (error) {
    return fileProblemCode(error) === 'ENOENT' ? undefined : problem({ kind: 'not-readable', path });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
