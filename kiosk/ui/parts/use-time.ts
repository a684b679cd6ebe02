import { useEffect, useRef, useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';

/** Epoch ms, renewed at each full minute. */
export function useMinute(clock: Clock): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => clock.after(60_000 - (now % 60_000), () => setNow(clock.now())), [clock, now]);
  return now;
}

export interface Countdown {
  /** Whole seconds, 0 when they are over. */
  readonly left: number;
  /** What it began with on this page. */
  readonly of: number;
}

/** Counts down by itself what the host says is left. */
export function useCountdown(clock: Clock, seconds: number): Countdown {
  const running = useRef<RunningCountdown>();
  const [, draw] = useState(0);
  const now = clock.monotonic();
  running.current = countdownFrom(running.current, seconds, now);
  const leftMs = Math.max(running.current.endsAt - now, 0);
  const left = Math.ceil(leftMs / 1_000);
  // To the next whole second each time, so that delays are never added up.
  useEffect(
    () => (leftMs > 0 ? clock.after(leftMs - (left - 1) * 1_000, () => draw((count) => count + 1)) : undefined),
    [clock, left, leftMs],
  );
  return { left, of: running.current.of };
}

/** `endsAt` is the clock's `monotonic()`: whoever sets the machine's time neither stops nor ends a countdown. */
export interface RunningCountdown {
  /** What the host said last. */
  readonly said: number;
  readonly of: number;
  readonly endsAt: number;
}

/**
 * What a snapshot's remaining seconds mean to a countdown that runs already. Snapshots come for all kinds of reasons: the same
 * number again is no news, and a smaller one may only bring the end nearer. More than could be left is another countdown.
 */
export function countdownFrom(before: RunningCountdown | undefined, said: number, now: number): RunningCountdown {
  const endsAt = now + said * 1_000;
  if (before?.said === said) return before;
  // The host rounds up to whole seconds.
  if (!before || endsAt > before.endsAt + 1_000) return { said, of: said, endsAt };
  return { said, of: before.of, endsAt: Math.min(before.endsAt, endsAt) };
}
