import type { Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';

/** Erasing costs a pass over what is due; once an hour keeps that small and the promise of law 7 close. */
const everyMs = 3_600_000;

/** Erases what is past its retention, at the start and every hour, in short pieces between what patients do. */
export function keepRetention({
  store,
  clock,
  log,
}: {
  readonly store: Pick<Store, 'eraseExpired' | 'expiredCount'>;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): void } {
  let callOff = () => {};
  let stopped = false;

  async function erase(): Promise<void> {
    let longestPauseMs = 0;
    let longestDiskMs = 0;
    const listedBefore = store.expiredCount();
    const erased = await store.eraseExpired({
      onPause({ workMs, diskMs }) {
        longestPauseMs = Math.max(longestPauseMs, workMs);
        longestDiskMs = Math.max(longestDiskMs, diskMs);
      },
    });
    if (stopped) return;
    if (erased.ok && erased.value.visits + erased.value.messages > 0) {
      const { visits, messages } = erased.value;
      const longest = { longestPauseMs: Math.round(longestPauseMs), longestDiskMs: Math.round(longestDiskMs) };
      log('erased', { visits, messages, ...longest });
    }
    const tickets = store.expiredCount() - listedBefore;
    if (tickets > 0) log('tickets-expired', { tickets });
    callOff = clock.after(everyMs, () => void erase());
  }

  void erase();
  return {
    stop: () => {
      stopped = true;
      callOff();
    },
  };
}
