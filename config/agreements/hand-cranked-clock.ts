import type { Clock } from './clock.ts';

/** Time for tests: it stands still until somebody advances it. */
export interface HandCrankedClock extends Clock {
  /** Calls what falls due on the way, in order; what those calls ask for counts too. */
  advance(ms: number): void;
  /** Timers that were neither called nor called off. */
  pending(): number;
}

export function createHandCrankedClock(startAt = 0): HandCrankedClock {
  const timers = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  let now = startAt;

  return {
    now: () => now,
    after(ms, call) {
      const timer = { dueAt: now + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (!due) break;
        timers.delete(due);
        now = due.dueAt;
        due.call();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}
