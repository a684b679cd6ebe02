/** `random` is in [0, 1). Waits grow by doubling from `baseMs` up to `capMs`. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * Exponential with full jitter: anything from 1 ms to the ceiling, so that fifty kiosks do not knock together at a
 * hospital that has just come back.
 */
export function backoffMs(failures: number, random: number, backoff: Backoff): number {
  return 1 + Math.floor(random * (ceilingMs(failures, backoff) - 1));
}

/** Exponential, and never under half of the ceiling: for a trouble that does not go away by itself. */
export function longBackoffMs(failures: number, random: number, backoff: Backoff): number {
  const ceiling = ceilingMs(failures, backoff);
  return Math.ceil(ceiling / 2) + Math.floor(random * Math.floor(ceiling / 2));
}

/**
 * Exponential, never under the ceiling and up to a fifth over it: for a system that answers "not now". Whoever is asked once a
 * minute is not asked more often because of the jitter.
 */
export function restMs(failures: number, random: number, backoff: Backoff): number {
  const ceiling = ceilingMs(failures, backoff);
  return ceiling + Math.floor((random * ceiling) / 5);
}

function ceilingMs(failures: number, { baseMs, capMs }: Backoff): number {
  return Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
}

/** Longest that is put on top of what a hospital asks for. */
const mostJitterMs = 5 * 60_000;

/** Never earlier than asked, and up to a fifth (at most five minutes) later: fifty kiosks may have been told the same moment. */
export function afterAskedMs(askedMs: number, random: number): number {
  return askedMs + Math.floor(random * Math.min(askedMs / 5, mostJitterMs));
}
