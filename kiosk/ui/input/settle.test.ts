import assert from 'node:assert/strict';
import { test } from 'vitest';
import { deafWithinPx, distancePx } from './settle.ts';

const button = { left: 100, right: 300, top: 500, bottom: 580 };

test('a button is as far from a finger as its nearest edge, and not at all where the finger is on it', () => {
  assert.deepEqual(
    [
      distancePx(button, { x: 200, y: 540 }),
      distancePx(button, { x: 100, y: 580 }),
      distancePx(button, { x: 200, y: 480 }),
      distancePx(button, { x: 340, y: 540 }),
      distancePx(button, { x: 97, y: 496 }),
    ],
    [0, 0, 20, 40, 5],
  );
});

test('40 mm are 151 px of the page', () => {
  assert.equal(Math.floor(deafWithinPx), 151);
});
