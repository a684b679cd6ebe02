import assert from 'node:assert/strict';
import { test } from 'vitest';
import { freeSpaceFrom, lowBytes, tooLowBytes } from '#backend-client/store/free-space.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { watchStorage } from './storage-watch.ts';

test('a disk that fills is said once at each threshold, and again when there is room', () => {
  const clock = createHandCrankedClock();
  const lines: unknown[] = [];
  let freeBytes = lowBytes;
  const watch = watchStorage({
    freeSpace: () => freeSpaceFrom(freeBytes),
    clock,
    log: (id, fields) => lines.push([id, fields]),
  });
  for (const next of [lowBytes - 1, lowBytes - 2, tooLowBytes - 1, lowBytes]) {
    freeBytes = next;
    clock.advance(60_000);
  }
  watch.stop();
  assert.deepEqual(lines, [
    ['storage-changed', { condition: 'low', freeMb: 499 }],
    ['storage-changed', { condition: 'too-low', freeMb: 49 }],
    ['storage-changed', { condition: 'ok', freeMb: 500 }],
  ]);
  assert.equal(clock.pending(), 0);
});
