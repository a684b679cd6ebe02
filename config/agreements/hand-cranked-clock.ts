import type { Clock } from './clock.ts';

/** Time for tests: it stands still until somebody advances it. */
export interface HandCrankedClock extends Clock {
  /** Time passes. Calls what falls due on the way, in order; what those calls ask for counts too. */
  advance(ms: number): void;
  /** Time goes on to what falls due next and calls that; false: nothing falls due within so much time, and none passes. */
  callNext(withinMs: number): boolean;
  /** Somebody sets the clock, forwards or back: no time passes, and nothing falls due. */
  leap(ms: number): void;
  /** Timers that were neither called nor called off. */
  pending(): number;
}

export function createHandCrankedClock(startAt = 0): HandCrankedClock {
  const timers = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  let elapsed = 0;
  let leapt = 0;

  function callNext(withinMs: number): boolean {
    const due = [...timers].filter(({ dueAt }) => dueAt <= elapsed + withinMs).sort((a, b) => a.dueAt - b.dueAt)[0];
    if (!due) return false;
    timers.delete(due);
    elapsed = Math.max(elapsed, due.dueAt);
    due.call();
    return true;
  }

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
      while (callNext(until - elapsed));
      elapsed = until;
    },
    callNext,
    leap(ms) {
      leapt += ms;
    },
    pending: () => timers.size,
  };
}
