/** Exponential back-off with full jitter: fifty kiosks that lost the same device server do not come back in step. */
export interface Backoff {
  /** Longest wait before the first retry. It doubles with each failure. */
  readonly firstMs: number;
  /** The doubling ends here. */
  readonly capMs: number;
  /** No wait is shorter, or a device that breaks at once would be opened in a loop. */
  readonly floorMs: number;
}

/** `failures` counts from 1; `random` lies in [0, 1). The result lies between `floorMs` and `capMs`. */
export function retryDelayMs(backoff: Backoff, failures: number, random: number): number {
  const { firstMs, capMs, floorMs } = backoff;
  // 2 ** 1024 is Infinity, and the cap holds for it too.
  const longest = Math.min(capMs, firstMs * 2 ** (failures - 1));
  return Math.round(floorMs + random * (longest - floorMs));
}
