import * as z from 'zod';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { base64url } from './secret-hash.ts';

/** How often somebody was wrong, and what they still owe (ms); no name and no address, only where its hash falls. */
const entry = z.strictObject({
  kind: z.enum(['name', 'source', 'everybody', 'lobby']),
  place: z.int().min(0).max(65_535),
  failures: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  owedMs: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
});
const lockOutFile = z.strictObject({ version: z.literal(1), salt: base64url(16), entries: z.array(entry).max(4_096) });

export type LockOutEntry = z.infer<typeof entry>;
type LockOutFile = z.infer<typeof lockOutFile>;

export type LockOutFileProblem = PrivateFileProblem | { readonly kind: 'damaged'; readonly path: string };

const mostBytes = 1_000_000;

/** `undefined`: nobody was ever wrong. */
export function readLockOutFile(path: string): Result<LockOutFile | undefined, LockOutFileProblem> {
  const bytes = readPrivateFile(path, mostBytes);
  if (!bytes) return ok(undefined);
  if (!bytes.ok) return bytes;
  try {
    const read = lockOutFile.safeParse(JSON.parse(bytes.value.toString()));
    return read.success ? ok(read.data) : problem({ kind: 'damaged', path });
  } catch {
    return problem({ kind: 'damaged', path });
  }
}

/** False: the file system refuses. */
export function writeLockOutFile(path: string, content: LockOutFile): boolean {
  try {
    writeDurably(path, `${JSON.stringify(content)}\n`);
    return true;
  } catch (error) {
    fileProblemCode(error);
    return false;
  }
}
