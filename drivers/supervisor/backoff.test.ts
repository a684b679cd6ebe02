import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryDelayMs } from './backoff.ts';

const backoff = { firstMs: 250, capMs: 5_000, floorMs: 20 };

test('without luck the wait doubles up to the cap, with luck it is the floor', () => {
  const failures = [1, 2, 3, 4, 5, 6, 7, 2000];
  expect(failures.map((count) => retryDelayMs(backoff, count, 0.999_999))).toEqual([
    250, 500, 1000, 2000, 4000, 5000, 5000, 5000,
  ]);
  expect(failures.map((count) => retryDelayMs(backoff, count, 0))).toEqual([20, 20, 20, 20, 20, 20, 20, 20]);
});

test('the first retry is quick and no wait is longer than the cap, however often it failed', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), random, (failures, luck) => {
      const delay = retryDelayMs(backoff, failures, luck);
      expect(delay).toBeGreaterThanOrEqual(20);
      expect(delay).toBeLessThanOrEqual(failures === 1 ? 250 : 5_000);
    }),
  );
});
