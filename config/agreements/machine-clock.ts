import type { Clock } from './clock.ts';

/** The machine's own time, for programs and pages; whoever reads it is a `main`. */
export const machineClock: Clock = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
