import { problem, type Result } from '#config/agreements/result.ts';
import type { StoreProblem } from '../contract/store.ts';
import type { StoreFile } from './store-file.ts';
import { diskTroubleFrom, onDisk } from './store-problem.ts';

/**
 * What stands between the store and its file.
 *
 * - `file-lost`: deleted, replaced or cut under the running kiosk: what would be written now, no start would find.
 * - `damaged`: what was written does not read any more.
 * - `disk-full`, `not-writable`: the last write did not succeed.
 */
export type StoreCondition = 'ok' | Exclude<StoreProblem['kind'], 'unknown-visit' | 'busy'>;

/** Every touch of the disk goes through here, so that what a disk can do never ends the kiosk. */
export interface StoreGuard {
  condition(): StoreCondition;
  /** Not even begun while the file is lost or damaged. */
  write<Value>(work: () => Value): Result<Value, StoreProblem>;
  /** As above, and not begun on a disk that is as good as full. */
  writeMore<Value>(work: () => Value): Result<Value, StoreProblem>;
  /** `otherwise` where it cannot be read: whoever needs to know why asks for the condition. */
  read<Value>(work: () => Value, otherwise: Value): Value;
  /** An error that somebody met who walks the rows by themselves. */
  note(error: unknown): void;
  /** A write that says whether the store works again; looks closer at the file than other writes do. */
  probe(work: () => void): boolean;
}

export function createStoreGuard(file: StoreFile, hasRoom: () => boolean): StoreGuard {
  let condition: StoreCondition = 'ok';

  return {
    condition: () => lasting(file.look) ?? condition,
    write: (work) => writeUnless(lasting(), work),
    writeMore: (work) => writeUnless(lasting() ?? (hasRoom() ? undefined : 'disk-full'), work),
    read(work, otherwise) {
      const found = noted(onDisk(work));
      return found.ok ? found.value : otherwise;
    },
    note(error) {
      const kind = diskTroubleFrom(error);
      if (kind) noted(problem({ kind }));
    },
    probe(work) {
      if (lasting(file.look) || !noted(onDisk(work)).ok) return false;
      if (!file.beginsRight()) {
        condition = 'damaged';
        return false;
      }
      condition = 'ok';
      return true;
    },
  };

  /** What no write can disprove. A damaged page may never be met again before the next start, and is damaged all the same. */
  function lasting(isWhole = file.isWhole): 'file-lost' | 'damaged' | undefined {
    if (condition === 'damaged') return condition;
    return isWhole() ? undefined : 'file-lost';
  }

  function writeUnless<Value>(kind: StoreProblem['kind'] | undefined, work: () => Value): Result<Value, StoreProblem> {
    return kind ? problem({ kind }) : noted(onDisk(work));
  }

  function noted<Value>(done: Result<Value, StoreProblem>): Result<Value, StoreProblem> {
    if (done.ok) return done;
    const { kind } = done.problem;
    if (kind !== 'unknown-visit' && kind !== 'busy' && condition !== 'damaged') condition = kind;
    return done;
  }
}

export const nothingWaits = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 } as const;
