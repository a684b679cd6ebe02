import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { asideOf, putAside } from '#config/agreements/put-aside.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type LostFile, lost } from './lost-file.ts';
import { base64url } from './secret-hash.ts';

/**
 * - `wrong-key`: the file was sealed under another master key. Put that one back.
 * - `damaged`: the file is none of ours any more. - `not-writable`: the operating system refuses.
 */
export type StaffKeyProblem =
  | PrivateFileProblem
  | { readonly kind: 'wrong-key' | 'damaged' | 'not-writable'; readonly path: string };

/** Before each purpose that a key is derived for; the file names no room, since hub and station have people, too. */
const purpose = 'tiep-don staff';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const mostBytes = 4_096;

/** The key, sealed once under each master key that may open it: two while the master key is being rotated. */
const keyFile = z.strictObject({
  version: z.literal(1),
  sealed: z
    .array(base64url(nonceBytes + keyBytes + tagBytes))
    .min(1)
    .max(4),
});

export interface StaffKeyPlace {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly randomBytes: RandomBytes;
}

export interface OpenedStaffKey {
  readonly key: Uint8Array;
  /** False: it lives in memory alone, and nothing that it signs can be proved after this process. */
  readonly isKept: boolean;
  readonly damage: LostFile | undefined;
}

/**
 * The key of everything here that is sealed or signed: `<dataDir>/staff/staff.key`, itself sealed under the master key, so that a
 * rotated master key makes no audit log look forged and no authenticator app useless. Made where there is none.
 *
 * One that does not open is put aside, and the newest of those put aside that this master key opens takes its place: whoever puts the
 * right master key back has the right staff key back, too. Without a master key nothing is touched, and a key lives in memory alone.
 */
export function openStaffKey(
  place: Omit<StaffKeyPlace, 'masterKey'> & { readonly masterKey: Uint8Array | undefined; readonly now: () => number },
): OpenedStaffKey {
  const { dataDir, masterKey, randomBytes } = place;
  const fresh = Uint8Array.from(randomBytes(keyBytes));
  if (!masterKey) return { key: fresh, isKept: false, damage: lost('no-master-key', undefined) };
  const path = pathIn(dataDir);
  const found = findStaffKey({ dataDir, masterKey });
  if (found?.ok) return { key: found.value, isKept: true, damage: undefined };
  const damage = found && lost(found.problem.kind, putAside(path, place));
  const before = takeBack(path, masterKey);
  if (before) return { key: before, isKept: true, damage };
  const refused = write(dataDir, [seal(fresh, { masterKey, randomBytes })]);
  return { key: fresh, isKept: !refused, damage: damage ?? (refused && lost(refused.problem.kind, undefined)) };
}

function takeBack(path: string, masterKey: Uint8Array): Uint8Array | undefined {
  for (const name of asideOf(path).toReversed()) {
    const aside = join(dirname(path), name);
    const read = readSealed(aside);
    const key = read?.ok ? opened(read.value, masterKey) : undefined;
    if (!key) continue;
    try {
      renameSync(aside, path);
      return key;
    } catch (error) {
      fileProblemCode(error);
    }
  }
  return undefined;
}

/** Every staff key in this folder that this master key opens, the one in use first: old logs were signed by those put aside. */
export function allStaffKeys({ dataDir, masterKey }: Omit<StaffKeyPlace, 'randomBytes'>): readonly Uint8Array[] {
  const path = pathIn(dataDir);
  const paths = [path, ...asideOf(path).map((name) => join(dirname(path), name))];
  return paths.flatMap((each) => {
    const read = readSealed(each);
    const key = read?.ok ? opened(read.value, masterKey) : undefined;
    return key ? [key] : [];
  });
}

/** The same for a program that only looks. `undefined`: there is none. */
export function findStaffKey({
  dataDir,
  masterKey,
}: Omit<StaffKeyPlace, 'randomBytes'>): Result<Uint8Array, StaffKeyProblem> | undefined {
  const read = readSealed(pathIn(dataDir));
  if (!read?.ok) return read;
  const key = opened(read.value, masterKey);
  return key ? ok(key) : problem({ kind: 'wrong-key', path: pathIn(dataDir) });
}

/**
 * Before the master key is rotated: from now on either of the two opens the key. False: there is no staff key. Doing it twice changes
 * nothing.
 */
export function letNextMasterKeyIn(
  place: Omit<StaffKeyPlace, 'masterKey'> & { readonly from: Uint8Array; readonly to: Uint8Array },
): Result<boolean, StaffKeyProblem> {
  const { dataDir, from, to, randomBytes } = place;
  const read = readSealed(pathIn(dataDir));
  if (!read) return ok(false);
  if (!read.ok) return read;
  if (opened(read.value, to)) return ok(true);
  const key = opened(read.value, from);
  if (!key) return problem({ kind: 'wrong-key', path: pathIn(dataDir) });
  return (
    write(dataDir, [seal(key, { masterKey: from, randomBytes }), seal(key, { masterKey: to, randomBytes })]) ?? ok(true)
  );
}

/** After it was rotated: no other master key opens the key any more. */
export function keepOneMasterKey(place: StaffKeyPlace): Result<boolean, StaffKeyProblem> {
  const found = findStaffKey(place);
  if (!found) return ok(false);
  return found.ok ? (write(place.dataDir, [seal(found.value, place)]) ?? ok(true)) : found;
}

/** One secret, many uses. */
export function deriveStaffKey(staffKey: Uint8Array, use: 'audit' | 'totp'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', staffKey, new Uint8Array(0), `${purpose} ${use}`, keyBytes));
}

/** AES-256-GCM: nonce (12 bytes), ciphertext, tag (16). `place` is associated data: what is moved elsewhere does not open. */
export function sealBytes(key: Uint8Array, place: string, plain: Uint8Array, randomBytes: RandomBytes): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

export function openBytes(key: Uint8Array, place: string, sealed: string): Uint8Array | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-tagBytes));
  const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    return undefined;
  }
  return Uint8Array.from(plain);
}

function seal(key: Uint8Array, { masterKey, randomBytes }: Omit<StaffKeyPlace, 'dataDir'>): string {
  return sealBytes(wrappingKey(masterKey), 'staff.key', key, randomBytes);
}

function opened(sealed: readonly string[], masterKey: Uint8Array): Uint8Array | undefined {
  const key = wrappingKey(masterKey);
  return sealed.map((each) => openBytes(key, 'staff.key', each)).find((each) => each !== undefined);
}

function wrappingKey(masterKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(0), `${purpose} key`, keyBytes));
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'staff', 'staff.key');
}

function readSealed(path: string): Result<readonly string[], StaffKeyProblem> | undefined {
  const bytes = readPrivateFile(path, mostBytes);
  if (!bytes?.ok) return bytes;
  try {
    const read = keyFile.safeParse(JSON.parse(bytes.value.toString()));
    return read.success ? ok(read.data.sealed) : problem({ kind: 'damaged', path });
  } catch {
    return problem({ kind: 'damaged', path });
  }
}

function write(
  dataDir: string,
  sealed: readonly string[],
): Extract<Result<never, StaffKeyProblem>, { ok: false }> | undefined {
  const path = pathIn(dataDir);
  try {
    writeDurably(path, `${JSON.stringify({ version: 1, sealed })}\n`);
    return undefined;
  } catch (error) {
    fileProblemCode(error);
    return { ok: false, problem: { kind: 'not-writable', path } };
  }
}
