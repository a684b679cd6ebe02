import { join } from 'node:path';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** `not-usable`: other users can read it, it is no key, or the disk refuses. People sign in all the same, without their apps. */
export interface MasterKeyProblem {
  readonly kind: 'not-usable';
  readonly path: string;
}

const keyBytes = 32;

/**
 * What the staff's key is sealed under: `<dataDir>/hub.key`, 32 bytes for the hub's user alone, made at the first start. Kiosks' keys and
 * the queue are sealed under nothing: no person can be found by them. One process has the data folder (`hub-socket.ts`), so nobody makes
 * another one meanwhile.
 */
export function readMasterKey(dataDir: string, randomBytes: RandomBytes): Result<Uint8Array, MasterKeyProblem> {
  const path = join(dataDir, 'hub.key');
  const read = readPrivateFile(path, keyBytes + 1);
  if (read) return read.ok && read.value.length === keyBytes ? ok(read.value) : problem({ kind: 'not-usable', path });
  const key = Uint8Array.from(randomBytes(keyBytes));
  return tryOnDisk(() => writeDurably(path, key)) ? ok(key) : problem({ kind: 'not-usable', path });
}
