import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileProblemCode, syncFolder } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';

export { deriveKey } from './sealing.ts';

/**
 * Why there is no master key.
 *
 * - `readable-by-others`: the file's mode lets other users read it; the secret must count as known.
 * - `wrong-length`: not 32 bytes.
 * - `not-readable`, `not-writable`: the operating system refuses.
 * - `missing`: there is a store, which no new key would open.
 */
export interface MasterKeyProblem {
  readonly kind: 'readable-by-others' | 'wrong-length' | 'not-readable' | 'not-writable' | 'missing';
  readonly path: string;
}

export interface MasterKeyPlace {
  readonly dataDir: string;
  /** systemd's `$CREDENTIALS_DIRECTORY`. Its `tiep-don-store-key` wins over the file. */
  readonly credentialsDirectory?: string | undefined;
  /** Makes the key of a first start. */
  readonly randomBytes: RandomBytes;
}

const keyBytes = 32;

/**
 * The secret that everything personal in the store is sealed under: a systemd credential, or `store.key` beside the
 * store, created on the first start. Whoever loses it loses what waits for the hospital, and nothing else.
 */
export function readMasterKey(place: MasterKeyPlace): Result<Uint8Array, MasterKeyProblem> {
  const existing = existingKey(place, current);
  if (existing) return existing;
  const isStoreThere = existsSync(join(place.dataDir, 'store.sqlite'));
  return isStoreThere ? problem({ kind: 'missing', path: join(place.dataDir, current.file) }) : madeKey(place, current);
}

/** The same, for a program that only looks: it makes none. `undefined`: there is none. */
export function findMasterKey(
  place: Omit<MasterKeyPlace, 'randomBytes'>,
): Result<Uint8Array, MasterKeyProblem> | undefined {
  return existingKey(place, current);
}

/**
 * The key that takes over at the next rotation, or has taken over when a crash cut a rotation off: the credential
 * `tiep-don-store-key-next`, or `store.key.next`. `undefined` at nearly all times.
 */
export function readNextMasterKey(
  place: Omit<MasterKeyPlace, 'randomBytes'>,
): Result<Uint8Array, MasterKeyProblem> | undefined {
  return existingKey(place, next);
}

/** Both keys of a rotation. The next one is made when nobody has given one; the current one must be there. */
export function readKeysOfRotation(
  place: MasterKeyPlace,
): Result<{ readonly from: Uint8Array; readonly to: Uint8Array }, MasterKeyProblem> | undefined {
  const from = existingKey(place, current);
  if (!from?.ok) return from;
  const to = existingKey(place, next) ?? madeKey(place, next);
  return to.ok ? ok({ from: from.value, to: to.value }) : to;
}

/** Puts `store.key.next` in the place of `store.key`. False when there is no such file: the next key is a credential. */
export function takeOverNextKeyFile(dataDir: string): Result<boolean, MasterKeyProblem> {
  const path = join(dataDir, next.file);
  try {
    renameSync(path, join(dataDir, current.file));
    syncFolder(dataDir);
    return ok(true);
  } catch (error) {
    return fileProblemCode(error) === 'ENOENT' ? ok(false) : problem({ kind: 'not-writable', path });
  }
}

interface KeyName {
  readonly credential: string;
  readonly file: string;
}

const current: KeyName = { credential: 'tiep-don-store-key', file: 'store.key' };
const next: KeyName = { credential: 'tiep-don-store-key-next', file: 'store.key.next' };

function existingKey(
  { dataDir, credentialsDirectory }: Omit<MasterKeyPlace, 'randomBytes'>,
  name: KeyName,
): Result<Uint8Array, MasterKeyProblem> | undefined {
  if (credentialsDirectory !== undefined) {
    const path = join(credentialsDirectory, name.credential);
    // systemd grants access by ACL, whose mask shows as group bits; only the bits for everybody tell something here.
    const credential = readKey(path, 0o007);
    if (credential) return credential;
  }
  return readKey(join(dataDir, name.file), 0o077);
}

function madeKey({ dataDir, randomBytes }: MasterKeyPlace, name: KeyName): Result<Uint8Array, MasterKeyProblem> {
  const path = join(dataDir, name.file);
  return createKey(dataDir, path, randomBytes) ?? readKey(path, 0o077) ?? problem({ kind: 'not-readable', path });
}

/** `undefined` when there is no such file. */
function readKey(path: string, forbiddenMode: number): Result<Uint8Array, MasterKeyProblem> | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { mode } = fstatSync(file);
    if ((mode & forbiddenMode) !== 0) return problem({ kind: 'readable-by-others', path });
    const bytes = new Uint8Array(keyBytes + 1);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return length === keyBytes ? ok(bytes.slice(0, keyBytes)) : problem({ kind: 'wrong-length', path });
  } catch (error) {
    return fileProblemCode(error) === 'ENOENT' ? undefined : problem({ kind: 'not-readable', path });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Whole or not at all, also at a power cut: written beside, made durable, then linked to its name. A link never replaces a
 * key that somebody else created meanwhile; then there is nothing to return and that key is to be read.
 */
function createKey(
  dataDir: string,
  path: string,
  randomBytes: RandomBytes,
): Result<Uint8Array, MasterKeyProblem> | undefined {
  const key = Uint8Array.from(randomBytes(keyBytes));
  const beside = `${path}.${Buffer.from(randomBytes(8)).toString('hex')}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = openSync(beside, 'wx', 0o600);
    writeSync(file, key);
    fsyncSync(file);
    closeSync(file);
    linkSync(beside, path);
    unlinkSync(beside);
    syncFolder(dataDir);
    return ok(key);
  } catch (error) {
    if (fileProblemCode(error) !== 'EEXIST') return problem({ kind: 'not-writable', path });
    unlinkSync(beside);
    return undefined;
  }
}
