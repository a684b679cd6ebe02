import type { Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';

/** Erasing costs a pass over what is due; once an hour keeps that small and the promise of law 7 close. */
const everyMs = 3_600_000;

/** Erases what is past its retention, at the start and every hour. */
export function keepRetention({
  store,
  clock,
  log,
}: {
  readonly store: Pick<Store, 'eraseExpired'>;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): void } {
  let callOff = () => {};

  function erase(): void {
    const erased = store.eraseExpired(clock.now());
    if (erased.ok && erased.value.visits + erased.value.messages > 0) {
      log('erased', { visits: erased.value.visits, messages: erased.value.messages });
    }
    callOff = clock.after(everyMs, erase);
  }

  erase();
  return { stop: () => callOff() };
}
