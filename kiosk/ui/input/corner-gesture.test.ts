import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createCornerGesture, gesture } from './corner-gesture.ts';

const glasses = [
  { name: 'portrait', width: 1080, height: 1920, line: { left: 0, right: 1080, top: 0, bottom: 120 } },
  { name: 'landscape', width: 1920, height: 1080, line: { left: 0, right: 1730, top: 0, bottom: 115 } },
] as const;
type Glass = (typeof glasses)[number];

function bench({ line }: Glass) {
  const clock = createHandCrankedClock();
  let found = 0;
  const corner = createCornerGesture(clock, () => {
    found += 1;
  });
  return {
    clock,
    found: () => found,
    tap(x: number, y: number, more: { readonly isFirst?: boolean; readonly hits?: 'button' } = {}) {
      corner.touched({ at: { x, y }, line, isFirst: true, hits: 'nothing', ...more });
    },
  };
}

/** By turns on the left and the right end, with these pauses between. */
function beat(glass: Glass, pauses: readonly number[], more = {}): number {
  const { clock, tap, found } = bench(glass);
  for (const [at, pause] of [0, ...pauses].entries()) {
    clock.advance(pause);
    const x = at % 2 === 0 ? glass.line.left + 60 : glass.line.right - 60;
    tap(x, 50, more);
  }
  return found();
}

for (const glass of glasses) {
  test(`${glass.name}: staff who tap five times by turns, evenly, are heard once`, () => {
    for (const pause of [250, 400, 500, 900]) expect(beat(glass, [pause, pause, pause, pause])).toBe(1);
    expect(beat(glass, [450, 520, 480, 600])).toBe(1);
    expect(beat(glass, [500, 500, 500, 500, 500, 500, 500, 500])).toBe(1);
  });

  test(`${glass.name}: whoever taps too fast, too slowly, unevenly, too little, with two fingers or on a button is not`, () => {
    expect(beat(glass, [500, 500, 500])).toBe(0);
    expect(beat(glass, [120, 120, 120, 120])).toBe(0);
    expect(beat(glass, [1_000, 1_000, 1_000, 1_000])).toBe(0);
    expect(beat(glass, [300, 800, 300, 800])).toBe(0);
    expect(beat(glass, [500, 500, 500, 500], { isFirst: false })).toBe(0);
    expect(beat(glass, [500, 500, 500, 500], { hits: 'button' })).toBe(0);
  });

  test(`${glass.name}: one touch anywhere else in between, and it begins anew`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: glass.width }),
        fc.integer({ min: glass.line.bottom + 1, max: glass.height }),
        (after, x, y) => {
          const { clock, tap, found } = bench(glass);
          for (let at = 0; at < gesture.taps; at += 1) {
            tap(at % 2 === 0 ? 60 : glass.line.right - 60, 50);
            clock.advance(250);
            if (at + 1 === after) tap(x, y);
            clock.advance(250);
          }
          expect(found()).toBe(0);
        },
      ),
    );
  });

  test(`${glass.name}: 10,000 random touches do not find it, all over the glass or mostly along its top`, () => {
    const touch = (share: number) =>
      fc.record({
        x: fc.integer({ min: 0, max: glass.width }),
        y: fc.oneof(
          { weight: 100 - share, arbitrary: fc.integer({ min: 0, max: glass.height }) },
          { weight: share, arbitrary: fc.integer({ min: 0, max: glass.line.bottom }) },
        ),
        thenMs: fc.integer({ min: 20, max: 2_000 }),
      });
    for (const [seed, share] of [
      [13, 0],
      [14, 50],
      [15, 90],
    ] as const) {
      const { clock, tap, found } = bench(glass);
      for (const { x, y, thenMs } of fc.sample(touch(share), { seed, numRuns: 10_000 })) {
        tap(x, y);
        clock.advance(thenMs);
      }
      expect(found()).toBe(0);
    }
  });
}
