import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { openDatabase, type StoreOpenProblem } from './database.ts';
import { createDayKeys, rewrapDayKeys } from './day-keys.ts';
import { type MasterKeyPlace, type MasterKeyProblem, readKeysOfRotation, takeOverNextKeyFile } from './master-key.ts';
import { onDisk } from './store-problem.ts';

export interface Rotation {
  /** How many day keys were sealed anew; 0 when an earlier run, cut off, had done it already. */
  readonly dayKeys: number;
  /** `credential`: the technician has still to put the next credential in the place of the current one. */
  readonly newKeyIn: 'file' | 'credential';
}

/**
 * - `no-store`, `no-key`: nothing to rotate. - `same-key`: current and next are equal. - `others-not-rewrapped`: what else is sealed
 * under the key was not let go on. Otherwise as the parts name it.
 */
export type RotationProblem =
  | MasterKeyProblem
  | { readonly kind: 'no-store' | 'no-key' | 'same-key' | 'others-not-rewrapped' }
  | { readonly kind: Exclude<StoreOpenProblem['kind'], 'not-writable'> | 'store-not-writable' };

interface RotationPlace extends MasterKeyPlace {
  readonly storePath: string;
  /**
   * What else is sealed under the master key and is not the store's: both keys must open it before anything is changed, and only the
   * new one when all is done. False: it cannot be. Both are called again when a rotation was cut off.
   */
  readonly others?: {
    readonly letNextIn: (keys: { readonly from: Uint8Array; readonly to: Uint8Array }) => boolean;
    readonly keepOnly: (to: Uint8Array) => boolean;
  };
}

/**
 * Replaces the master key of a store that no kiosk has open. The next key is on disk before anything is sealed under it,
 * all day keys change in one transaction, and only then does the file take over: killed at any moment, the store opens
 * with one of the two, and running this again finishes the work. The old key opens nothing afterwards.
 */
export function rotateMasterKey(place: RotationPlace): Result<Rotation, RotationProblem> {
  const { storePath, dataDir, randomBytes } = place;
  if (!existsSync(storePath)) return problem({ kind: 'no-store' });
  const opened = openDatabase(storePath);
  if (!opened.ok) return asRotationProblem(opened.problem);
  const db = opened.value;
  try {
    const keys = readKeysOfRotation(place);
    if (!keys) return problem({ kind: 'no-key' });
    if (!keys.ok) return keys;
    const { from, to } = keys.value;
    if (Buffer.from(from).equals(to)) return problem({ kind: 'same-key' });
    if (place.others?.letNextIn({ from, to }) === false) return problem({ kind: 'others-not-rewrapped' });
    const rewrapped = onDisk(() => {
      const fits = (masterKey: Uint8Array) => createDayKeys({ db, masterKey, randomBytes }).fitMasterKey();
      // None are left to wrap when an earlier run was cut off behind that; the file may not have been written anew yet.
      const dayKeys = fits(from) ? rewrapDayKeys({ db, from, to, randomBytes }) : fits(to) ? 0 : undefined;
      if (dayKeys !== undefined) writeAnew(db);
      return dayKeys;
    });
    if (!rewrapped.ok)
      return problem({ kind: rewrapped.problem.kind === 'disk-full' ? 'disk-full' : 'store-not-writable' });
    if (rewrapped.value === undefined) return problem({ kind: 'wrong-key' });
    const tookOver = takeOverNextKeyFile(dataDir);
    if (!tookOver.ok) return tookOver;
    if (place.others?.keepOnly(to) === false) return problem({ kind: 'others-not-rewrapped' });
    return ok({ dayKeys: rewrapped.value, newKeyIn: tookOver.value ? 'file' : 'credential' });
  } finally {
    db.close();
  }
}

/**
 * SQLite leaves copies of rows behind where it has moved them; one under the old key would open with it. An unused middle of a
 * page is not written into a file that is written anew.
 */
function writeAnew(db: Database): void {
  db.exec('vacuum');
  db.pragma('wal_checkpoint(TRUNCATE)');
}

function asRotationProblem({ kind }: StoreOpenProblem): Result<never, RotationProblem> {
  return problem({ kind: kind === 'not-writable' ? 'store-not-writable' : kind });
}
