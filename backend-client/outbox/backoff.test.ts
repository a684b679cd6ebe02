import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { afterAskedMs, backoffMs, longBackoffMs } from './backoff.ts';

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

test('what the settings cause is waited for at least half of a time that grows to a quarter of an hour', () => {
  const settings = { baseMs: 10_000, capMs: 900_000 };
  assert.deepEqual(
    [1, 2, 8, 50].map((failures) => [0, almostOne].map((chance) => longBackoffMs(failures, chance, settings))),
    [
      [5_000, 9_999],
      [10_000, 19_999],
      [450_000, 899_999],
      [450_000, 899_999],
    ],
  );
});

test('a hospital that names a time is never asked earlier, and at most a fifth or five minutes later', () => {
  assert.deepEqual(
    [0, 10_000, 3_600_000].map((asked) => [0, almostOne].map((chance) => afterAskedMs(asked, chance))),
    [
      [0, 0],
      [10_000, 11_999],
      [3_600_000, 3_899_999],
    ],
  );
});
