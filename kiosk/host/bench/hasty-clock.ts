import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';

/** For tests: the machine's time, so many times as fast, for a kiosk and its simulated devices: the shortest rest is still long. */
export function hastyClock(haste: number): Clock {
  const [now, monotonic] = [machineClock.now(), machineClock.monotonic()];
  const passed = () => (machineClock.monotonic() - monotonic) * haste;
  return {
    now: () => Math.round(now + passed()),
    monotonic: () => monotonic + passed(),
    after: (ms, call) => machineClock.after(ms / haste, call),
  };
}
