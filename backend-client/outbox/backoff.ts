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
