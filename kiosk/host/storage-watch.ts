import type { FreeSpace } from '#backend-client/store/free-space.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';

/** Disks fill slowly; and whoever stores a visit looks for themselves. */
const everyMs = 60_000;

/** Says in the log when the disk gets too full, and when there is room again. */
export function watchStorage({
  freeSpace,
  clock,
  log,
}: {
  readonly freeSpace: () => FreeSpace;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): void } {
  let before: FreeSpace['condition'] = 'ok';
  let callOff = () => {};

  function look(): void {
    const { condition, freeBytes } = freeSpace();
    if (condition !== before) log('storage-changed', { condition, freeMb: Math.floor(freeBytes / 1e6) });
    before = condition;
    callOff = clock.after(everyMs, look);
  }

  look();
  return { stop: () => callOff() };
}
