import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type PeopleFile, peopleFile } from './person.ts';

/**
 * Why nobody can sign in: a file that is there and is not understood never counts as "nobody", or set-up would open for a stranger.
 *
 * - `not-json`: cut off or damaged. - `newer-version`: a later program wrote it. - `not-people`: a field is wrong; `at` is where.
 */
export type PeopleFileProblem =
  | PrivateFileProblem
  | { readonly kind: 'not-json' | 'newer-version'; readonly path: string }
  | { readonly kind: 'not-people'; readonly path: string; readonly at: string };

const mostBytes = 500_000;

/** `undefined` when there is no file: nobody has ever been made. */
export function readPeopleFile(path: string): Result<PeopleFile | undefined, PeopleFileProblem> {
  const bytes = readPrivateFile(path, mostBytes);
  if (!bytes) return ok(undefined);
  return bytes.ok ? parsePeople(bytes.value, path) : bytes;
}

/** Pure: the same for bytes that somebody has. */
export function parsePeople(bytes: Uint8Array, path: string): Result<PeopleFile, PeopleFileProblem> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return problem({ kind: 'not-json', path });
  }
  const read = peopleFile.safeParse(value);
  if (read.success) return ok(read.data);
  if (isOfLaterProgram(value)) return problem({ kind: 'newer-version', path });
  return problem({ kind: 'not-people', path, at: read.error.issues[0]?.path.join('.') ?? '' });
}

function isOfLaterProgram(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'version' in value && Number(value.version) > 1;
}

export interface NotWritable {
  readonly kind: 'not-writable';
  readonly path: string;
}

export function writePeopleFile(path: string, content: PeopleFile): Result<void, NotWritable> {
  try {
    writeDurably(path, `${JSON.stringify(content, undefined, 2)}\n`);
    return ok(undefined);
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-writable', path });
  }
}
