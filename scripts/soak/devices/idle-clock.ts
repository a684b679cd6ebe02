import type { Clock } from '#config/agreements/clock.ts';

/** Time that passes only when nothing else happens in this process: a day of waiting takes seconds, and every wait is kept. */
export interface IdleClock extends Clock {
  /** Lets time pass, from one wait to the next, until `promise` is settled. Rejects when nobody waits for anything any more. */
  passUntil<Value>(promise: Promise<Value>): Promise<Value>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
}

/** Turns of the event loop in which bytes of the loopback arrive and are answered. */
const quietTurns = 40;

export function createIdleClock(): IdleClock {
  const timers = new Set<{ readonly dueAt: number; readonly call: () => void }>();
  let elapsed = 0;

  const clock: IdleClock = {
    now: () => elapsed,
    monotonic: () => elapsed,
    after(ms, call) {
      const timer = { dueAt: elapsed + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async passUntil(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        for (let turn = 0; turn < quietTurns && !isSettled; turn++) await turnOfTheLoop();
        if (isSettled) return promise;
        callNext();
      }
    },
    pass(ms) {
      return clock.passUntil(new Promise<void>((resolve) => void clock.after(ms, resolve)));
    },
  };

  function callNext(): void {
    const [next] = [...timers].sort((one, other) => one.dueAt - other.dueAt);
    if (!next) throw new Error('Nobody waits for anything, and nothing happens');
    timers.delete(next);
    elapsed = Math.max(elapsed, next.dueAt);
    next.call();
  }

  return clock;
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
