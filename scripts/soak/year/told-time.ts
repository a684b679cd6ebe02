import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';

/** The wall clock of a year that passes in an hour: somebody says what time it is, and between two words it goes at its own pace. */
export interface ToldTime {
  tell(at: number): void;
  /** Whole epoch ms; never goes back. */
  now(): number;
}

export function createToldTime(startAt: number): ToldTime {
  let told = startAt;
  let heardAt = performance.now();
  const now = () => Math.floor(told + performance.now() - heardAt);
  return {
    now,
    tell(at) {
      told = Math.max(at, now());
      heardAt = performance.now();
    },
  };
}

/** Whoever has it waits as long as ever: for a database, an answer, the next try. Its day alone is the told one. */
export function wallClock({ now }: ToldTime): Clock {
  return { ...machineClock, now };
}

/** A kiosk waits for its hub a tenth as long: a morning of its patients takes a second. Its time never contradicts itself. */
export function kioskClock({ now }: ToldTime): Clock {
  const startedAt = now();
  return { now, monotonic: () => now() - startedAt, after: (ms, call) => machineClock.after(ms / 10, call) };
}
