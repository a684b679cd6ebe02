import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds of the system, for tests that look for a leak. */
export interface HeldByProcess {
  /** Sockets, pipes and child processes that keep Node alive. */
  readonly handles: number;
  /** Open files of the system; 0 where the system does not tell. */
  readonly descriptors: number;
}

const ownDescriptors = '/proc/self/fd';

export function heldByProcess(): HeldByProcess {
  return {
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'Timeout' && name !== 'Immediate').length,
    // Reading the folder opens it, each time alike.
    descriptors: existsSync(ownDescriptors) ? readdirSync(ownDescriptors).length : 0,
  };
}

/** How much more is held than before, once everything has ended that ends a moment later, such as a socket that closes. */
export async function heldSince(before: HeldByProcess, mostTurns = 2_000): Promise<HeldByProcess> {
  const more = () => {
    const now = heldByProcess();
    return {
      handles: Math.max(0, now.handles - before.handles),
      descriptors: Math.max(0, now.descriptors - before.descriptors),
    };
  };
  for (let turn = 0; turn < mostTurns && more().handles + more().descriptors > 0; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return more();
}

/** How many of these objects somebody still holds, after the memory of all others was taken back. */
export async function stillHeld(objects: readonly WeakRef<object>[]): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    // An object that was looked at stays for the turn.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return objects.filter((object) => object.deref() !== undefined).length;
}
