import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#config/agreements/clock.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';

/** Time for a kiosk with devices on sockets: after everything that falls due the wires get their say before time goes on. */
export interface BreathingClock extends Clock {
  pass(ms: number): Promise<void>;
}

/** A question to a device, its answer, and what the host makes of it, each over a socket. */
const breaths = 8;

export function createBreathingClock(startAt: number): BreathingClock {
  const clock = createHandCrankedClock(startAt);
  return {
    ...clock,
    async pass(ms) {
      const until = clock.monotonic() + ms;
      const left = () => until - clock.monotonic();
      while (clock.callNext(left())) for (let breath = 0; breath < breaths; breath++) await setImmediate();
      clock.advance(left());
    },
  };
}
