import type { Clock } from './clock.ts';

/**
 * The machine's own time, for programs and pages; whoever reads it is a `main`. Its monotonic time may stand still while the
 * machine sleeps: the host has one that does not (`kiosk/host/time/machine-time.ts`).
 */
export const machineClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
