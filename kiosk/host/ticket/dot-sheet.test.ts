import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createDotSheet, type DotSheet } from './dot-sheet.ts';
import type { Letter } from './letter-atlas.ts';

const [width, height] = [40, 24];

function dotsOf({ image }: DotSheet): string {
  const dot = (x: number, y: number) => ((image.rows[(y * width + x) >> 3] ?? 0) >> (7 - (x & 7))) & 1;
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => dot(x, y)).join('')).join(
    '\n',
  );
}

/** The same, dot by dot. */
function dotsWhere(isSet: (x: number, y: number) => boolean): string {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Number(isSet(x, y))).join(''),
  ).join('\n');
}

const letters: fc.Arbitrary<Letter> = fc
  .record({ bytesAcross: fc.integer({ min: 1, max: 3 }), heightDots: fc.integer({ min: 1, max: 9 }) })
  .chain(({ bytesAcross, heightDots }) =>
    fc.record({
      advance: fc.constant(8),
      left: fc.integer({ min: -4, max: 4 }),
      top: fc.integer({ min: -9, max: 2 }),
      heightDots: fc.constant(heightDots),
      bytesAcross: fc.constant(bytesAcross),
      rows: fc.uint8Array({ minLength: bytesAcross * heightDots, maxLength: bytesAcross * heightDots }),
    }),
  );

const isInk = ({ left, top, heightDots, bytesAcross, rows }: Letter, x: number, y: number): boolean => {
  const [column, row] = [x - left, y - top];
  if (column < 0 || column >= bytesAcross * 8 || row < 0 || row >= heightDots) return false;
  return (((rows[row * bytesAcross + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1;
};

test('a letter lands dot for dot where it is set, over any edge of the paper, black and white', () => {
  const places = fc.integer({ min: -30, max: 50 });
  fc.assert(
    fc.property(letters, letters, places, places, places, places, (black, white, x1, y1, x2, y2) => {
      const sheet = createDotSheet(width, height);
      sheet.setLetter(black, x1, y1, 'black');
      sheet.setLetter(white, x2, y2, 'white');
      assert.equal(
        dotsOf(sheet),
        dotsWhere((x, y) => isInk(black, x - x1, y - y1) && !isInk(white, x - x2, y - y2)),
      );
    }),
  );
});

test('a code is as large as it says and touches nothing beside it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.nat(1000), (at, dots, seed) => {
      const size = 5;
      const isDark = (row: number, column: number) => ((seed >> ((row * 3 + column) % 10)) & 1) === 1;
      const sheet = createDotSheet(width, height);
      sheet.fillRect({ x: 0, y: 0, width: at, height });
      sheet.setModules(at, 1, size, dots, isDark);
      assert.equal(
        dotsOf(sheet),
        dotsWhere((x, y) => {
          const [column, row] = [Math.floor((x - at) / dots), Math.floor((y - 1) / dots)];
          const inCode = column >= 0 && column < size && row >= 0 && row < size;
          return x < at || (inCode && isDark(row, column));
        }),
      );
    }),
  );
});

test('a frame is the round box without its inside', () => {
  const box = { x: 3, y: 2, width: 30, height: 18, radius: 6 };
  const [frame, whole, inside] = [
    createDotSheet(width, height),
    createDotSheet(width, height),
    createDotSheet(width, height),
  ];
  frame.strokeRound(box, 3);
  whole.fillRound(box);
  inside.fillRound({ x: 6, y: 5, width: 24, height: 12, radius: 3 });
  const [wholeDots, insideDots] = [dotsOf(whole), dotsOf(inside)];
  assert.equal(
    dotsOf(frame),
    Array.from(wholeDots, (dot, at) => (dot === '1' && insideDots[at] === '1' ? '0' : dot)).join(''),
  );
});
