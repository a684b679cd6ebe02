import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';

/** For tests with real wires: it runs as the machine's clock does, and minutes that nobody wants to wait for can be left out. */
export interface SkippingClock extends Clock {
  /** So much time has passed. What fell due in it is called next, in order. */
  skip(ms: number): void;
}

export function createSkippingClock(): SkippingClock {
  interface Timer {
    readonly dueAt: number;
    readonly call: () => void;
    callOff: () => void;
  }
  const timers = new Set<Timer>();
  let skipped = 0;
  const monotonic = () => machineClock.monotonic() + skipped;

  function arm(timer: Timer): void {
    timer.callOff = machineClock.after(Math.max(0, timer.dueAt - monotonic()), () => {
      timers.delete(timer);
      timer.call();
    });
  }

  return {
    now: () => machineClock.now() + skipped,
    monotonic,
    after(ms, call) {
      const timer: Timer = { dueAt: monotonic() + ms, call, callOff: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.callOff();
      };
    },
    skip(ms) {
      skipped += ms;
      for (const timer of [...timers].sort((a, b) => a.dueAt - b.dueAt)) {
        if (!timers.has(timer)) continue;
        timer.callOff();
        arm(timer);
      }
    },
  };
}
