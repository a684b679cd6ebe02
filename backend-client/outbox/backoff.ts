/** `random` is in [0, 1). Waits grow by doubling from `baseMs` up to `capMs`. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * Exponential with full jitter: anything from 1 ms to the ceiling, so that fifty kiosks do not knock together at a
 * hospital that has just come back.
 */
export function backoffMs(failures: number, random: number, { baseMs, capMs }: Backoff): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
  return 1 + Math.floor(random * (ceiling - 1));
}

/** Exponential, and never under half of the ceiling: for a trouble that does not go away by itself. */
export function longBackoffMs(failures: number, random: number, { baseMs, capMs }: Backoff): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
  return Math.ceil(ceiling / 2) + Math.floor(random * Math.floor(ceiling / 2));
}

/** Longest that is put on top of what a hospital asks for. */
const mostJitterMs = 5 * 60_000;

/** Never earlier than asked, and up to a fifth (at most five minutes) later: fifty kiosks may have been told the same moment. */
export function afterAskedMs(askedMs: number, random: number): number {
  return askedMs + Math.floor(random * Math.min(askedMs / 5, mostJitterMs));
}
