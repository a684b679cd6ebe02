import type { RandomBytes } from '#config/agreements/ids.ts';

const poolBytes = 4096;

/**
 * Random ids and nonces, a few bytes at a time. Asking the system costs as much for 12 bytes as for 4096 (measured), and
 * each visit needs four pieces. Not for keys: used bytes stay in memory until the pool is renewed.
 */
export function createRandomPool(source: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (size) => {
    if (size > poolBytes) return source(size);
    if (used + size > pool.length) {
      pool = source(poolBytes);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}
