import type { Clock } from '#config/agreements/clock.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';

/** Time that passes only when a test lets it, and only once the driver is really waiting. */
export interface BenchClock extends Clock {
  /** Lets so much time pass, whoever waits for it. */
  advance(ms: number): void;
  /** How many waits of exactly `ms` have begun so far. */
  waitsBegun(ms: number): number;
  /** Resolves when so many have. */
  untilWaitsBegun(ms: number, count: number): Promise<void>;
  /** Waits until somebody waits for exactly `ms`, then lets so much time pass. */
  pass(ms: number): Promise<void>;
  /** Lets time pass each time somebody waits for one of these spans, until `promise` is settled. */
  passUntil<Value>(promise: Promise<Value>, ...spansMs: readonly number[]): Promise<Value>;
}

export function createBenchClock(): BenchClock {
  const clock = createHandCrankedClock();
  const waits: number[] = [];
  const begun: number[] = [];
  const watchers = new Set<() => void>();

  /** What `find` finds, as soon as it finds something. */
  function found<Value>(find: () => Value | undefined): Promise<Value> {
    return new Promise((resolve) => {
      const look = () => {
        const value = find();
        if (value === undefined) return;
        watchers.delete(look);
        resolve(value);
      };
      watchers.add(look);
      look();
    });
  }

  function awaited(spansMs: readonly number[]): Promise<number> {
    return found(() => spansMs.find((ms) => waits.includes(ms)));
  }

  function waitsBegun(ms: number): number {
    return begun.filter((each) => each === ms).length;
  }

  return {
    now: clock.now,
    monotonic: clock.monotonic,
    after(ms, call) {
      let waiting = true;
      const forget = () => {
        if (waiting) waits.splice(waits.indexOf(ms), 1);
        waiting = false;
      };
      const callOff = clock.after(ms, () => {
        forget();
        call();
      });
      waits.push(ms);
      begun.push(ms);
      for (const look of [...watchers]) look();
      return () => {
        forget();
        callOff();
      };
    },
    advance: (ms) => clock.advance(ms),
    waitsBegun,
    async untilWaitsBegun(ms, count) {
      await found(() => (waitsBegun(ms) >= count ? 'begun' : undefined));
    },
    async pass(ms) {
      clock.advance(await awaited([ms]));
    },
    async passUntil(promise, ...spansMs) {
      let settled = false;
      const end = promise.then(() => {
        settled = true;
      });
      for (;;) {
        const span = await Promise.race([end, awaited(spansMs)]);
        if (settled) return promise;
        clock.advance(span ?? 0);
      }
    },
  };
}
