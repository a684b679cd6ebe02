import type { Clock } from './clock.ts';

/** Time for tests: it stands still until somebody advances it. */
export interface HandCrankedClock extends Clock {
  /** Time passes. Calls what falls due on the way, in order; what those calls ask for counts too. */
  advance(ms: number): void;
  /** Somebody sets the clock, forwards or back: no time passes, and nothing falls due. */
  leap(ms: number): void;
  /** Timers that were neither called nor called off. */
  pending(): number;
}

export function createHandCrankedClock(startAt = 0): HandCrankedClock {
  const timers = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  let elapsed = 0;
  let leapt = 0;

  return {
    now: () => startAt + elapsed + leapt,
    monotonic: () => elapsed,
    after(ms, call) {
      const timer = { dueAt: elapsed + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      if (ms < 0) throw new Error('time does not run backwards: leap');
      const until = elapsed + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (!due) break;
        timers.delete(due);
        elapsed = due.dueAt;
        due.call();
      }
      elapsed = until;
    },
    leap(ms) {
      leapt += ms;
    },
    pending: () => timers.size,
  };
}
