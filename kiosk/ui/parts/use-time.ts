import { useEffect, useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';

/** Epoch ms, renewed at each full minute. */
export function useMinute(clock: Clock): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => clock.after(60_000 - (now % 60_000), () => setNow(clock.now())), [clock, now]);
  return now;
}

/** Counts `seconds` down to 0 by itself; begins anew when the host says another number. */
export function useCountdown(clock: Clock, seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => setLeft(seconds), [seconds]);
  useEffect(() => (left > 0 ? clock.after(1_000, () => setLeft(left - 1)) : undefined), [clock, left]);
  return left;
}
