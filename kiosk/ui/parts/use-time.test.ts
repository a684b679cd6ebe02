import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { countdownFrom, type RunningCountdown } from './use-time.ts';

/** The seconds that a patient reads when the host says `said` at these moments. */
function read(words: readonly (readonly [at: number, said: number])[]): readonly number[] {
  let running: RunningCountdown | undefined;
  return words.map(([at, said]) => {
    running = countdownFrom(running, said, at);
    return Math.ceil(Math.max(running.endsAt - at, 0) / 1_000);
  });
}

test('a page that was loaded anew shows what is left, not the whole time', () => {
  assert.deepEqual(read([[5_000, 9]]), [9]);
});

test('a snapshot that comes for another reason starts nothing again', () => {
  const sameAgain = read([
    [0, 15],
    [3_000, 15],
    [14_999, 15],
    [15_000, 15],
    [20_000, 15],
  ] as const);
  const trueRemainders = read([
    [0, 15],
    [2_500, 13],
    [2_600, 13],
    [9_999, 6],
  ] as const);
  assert.deepEqual(
    [sameAgain, trueRemainders],
    [
      [15, 12, 1, 0, 0],
      [15, 13, 13, 6],
    ],
  );
});

test('time that was won is shown as the new countdown that it is', () => {
  assert.deepEqual(
    read([
      [0, 15],
      [10_000, 20],
      [11_000, 19],
    ] as const),
    [15, 20, 19],
  );
});

test('whatever true remainders come and whenever, the number never rises and is never a second off', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }), (moments) => {
      const inOrder = [...moments].sort((a, b) => a - b);
      const first = inOrder[0] ?? 0;
      const truth = (at: number) => Math.ceil(Math.max(first + 15_000 - at, 0) / 1_000);
      const shown = read(inOrder.map((at) => [at, truth(at)] as const));
      assert.deepEqual(shown, inOrder.map(truth));
    }),
  );
});
