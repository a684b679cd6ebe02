import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#config/agreements/clock.ts';

/** Time for a kiosk with devices on sockets: after everything that falls due the wires get their say before time goes on. */
export interface BreathingClock extends Clock {
  pass(ms: number): Promise<void>;
}

/** A question to a device, its answer, and what the host makes of it, each over a socket. */
const breaths = 8;

export function createBreathingClock(startAt: number): BreathingClock {
  const timers = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  let elapsed = 0;
  return {
    now: () => startAt + elapsed,
    monotonic: () => elapsed,
    after(ms, call) {
      const timer = { dueAt: elapsed + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async pass(ms) {
      const until = elapsed + ms;
      for (;;) {
        const due = [...timers]
          .filter(({ dueAt }) => dueAt <= until)
          .toSorted((one, other) => one.dueAt - other.dueAt)[0];
        if (!due) break;
        timers.delete(due);
        elapsed = Math.max(elapsed, due.dueAt);
        due.call();
        for (let breath = 0; breath < breaths; breath++) await setImmediate();
      }
      elapsed = until;
    },
  };
}
