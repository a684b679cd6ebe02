import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#config/agreements/clock.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';

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
  const clock = createHandCrankedClock();

  async function passUntil<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    for (;;) {
      for (let turn = 0; turn < quietTurns && !isSettled; turn++) await setImmediate();
      if (isSettled) return promise;
      if (!clock.callNext(Number.POSITIVE_INFINITY)) throw new Error('Nobody waits for anything, and nothing happens');
    }
  }

  return {
    ...clock,
    passUntil,
    pass: (ms) => passUntil(new Promise<void>((resolve) => void clock.after(ms, resolve))),
  };
}
