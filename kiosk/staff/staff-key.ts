import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
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

/**
 * The key of everything here that is sealed or signed: `<dataDir>/staff/staff.key`, itself sealed under the master key, so that a
 * rotated master key makes no audit log look forged and no authenticator app useless. Made where there is none.
 */
export function openStaffKey(place: StaffKeyPlace): Result<Uint8Array, StaffKeyProblem> {
  const found = findStaffKey(place);
  if (found) return found;
  const key = Uint8Array.from(place.randomBytes(keyBytes));
  return write(place.dataDir, [seal(key, place)]) ?? ok(key);
}

/** The same for a program that only looks. `undefined`: there is none. */
export function findStaffKey({
  dataDir,
  masterKey,
}: Omit<StaffKeyPlace, 'randomBytes'>): Result<Uint8Array, StaffKeyProblem> | undefined {
  const read = readSealed(dataDir);
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
  const read = readSealed(dataDir);
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

function readSealed(dataDir: string): Result<readonly string[], StaffKeyProblem> | undefined {
  const path = pathIn(dataDir);
  const bytes = readPrivateFile(path, mostBytes);
  if (!bytes?.ok) return bytes;
  try {
    const read = keyFile.safeParse(JSON.parse(bytes.value.toString()));
    return read.success ? ok(read.data.sealed) : problem({ kind: 'damaged', path });
  } catch {
    return problem({ kind: 'damaged', path });
  }
}

function write(dataDir: string, sealed: readonly string[]): Result<never, StaffKeyProblem> | undefined {
  const path = pathIn(dataDir);
  try {
    writeDurably(path, `${JSON.stringify({ version: 1, sealed })}\n`);
    return undefined;
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-writable', path });
  }
}
