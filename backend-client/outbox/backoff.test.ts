import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { backoffMs } from './backoff.ts';

const backoff = { baseMs: 1_000, capMs: 60_000 };
const almostOne = 1 - Number.EPSILON / 2;

test('the longest wait doubles up to the cap', () => {
  assert.deepEqual(
    [1, 2, 3, 6, 7, 50].map((failures) => backoffMs(failures, almostOne, backoff)),
    [999, 1_999, 3_999, 31_999, 59_999, 59_999],
  );
});

test('any wait is a whole number of ms between 1 and the cap, and never longer for fewer failures', () => {
  const random = fc.double({ min: 0, max: almostOne, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2_000), random, (failures, chance) => {
      const ms = backoffMs(failures, chance, backoff);
      assert.ok(Number.isInteger(ms) && ms >= 1 && ms <= backoff.capMs);
      assert.ok(ms <= backoffMs(failures + 1, chance, backoff));
    }),
  );
});

test('fifty kiosks that fail together do not come back together', () => {
  const waits = Array.from({ length: 50 }, (_, kiosk) => backoffMs(6, kiosk / 50, backoff));
  assert.equal(new Set(waits).size, 50);
  assert.ok(Math.min(...waits) < 1_000 && Math.max(...waits) > 30_000);
});
