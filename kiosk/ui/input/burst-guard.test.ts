import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createBurstGuard, quietMs, slowestKeyMs } from './burst-guard.ts';

function bench() {
  const clock = createHandCrankedClock();
  let presses = 0;
  const guard = createBurstGuard({
    clock,
    press: () => {
      presses += 1;
    },
  });
  return {
    type(key: string, thenMs: number) {
      const done = guard.keyDown(key, false);
      clock.advance(thenMs);
      return done;
    },
    hold: (key: string) => guard.keyDown(key, true),
    advance: clock.advance,
    presses: () => presses,
  };
}

test('a person who presses Enter or Space on a button is heard, once each', () => {
  const { type, presses } = bench();
  assert.deepEqual([type('Enter', 400), type(' ', 400)], ['swallow', 'swallow']);
  assert.equal(presses(), 2);
});

test('a person walks through the buttons with Tab, also backwards', () => {
  const { type } = bench();
  assert.deepEqual(
    [type('Tab', 200), type('Shift', 20), type('Tab', 200)],
    ['let-through', 'let-through', 'let-through'],
  );
});

test('a key that is held down presses nothing more', () => {
  const { type, hold, advance, presses } = bench();
  type('Enter', quietMs);
  for (let at = 0; at < 20; at += 1) {
    hold('Enter');
    advance(quietMs);
  }
  assert.equal(presses(), 1);
});

test('whatever a scanner types, however it begins and ends, no button is pressed and no focus moves on', () => {
  const key = fc.constantFrom('0', 'A', '|', ' ', 'Enter', 'Tab', 'F5', 'Escape', 'ơ');
  const gap = fc.integer({ min: 0, max: quietMs - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, gap), { minLength: 2, maxLength: 200 }), (burst) => {
      const { type, advance, presses } = bench();
      const done = burst.map(([each, thenMs]) => type(each, thenMs));
      advance(10 * quietMs);
      assert.equal(presses(), 0);
      assert.ok(done.slice(1).every((each) => each === 'swallow'));
    }),
  );
});

test('a scanner that is as slow as a finger presses no button and moves no focus either', () => {
  const key = fc.constantFrom('0', 'A', '|', ' ', 'Enter', 'Tab', 'F5', 'Escape', 'ơ');
  const gap = fc.integer({ min: 0, max: slowestKeyMs - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, gap), { maxLength: 200 }), (burst) => {
      const { type, advance, presses } = bench();
      const done = [['0', 90] as const, ...burst].map(([each, thenMs]) => type(each, thenMs));
      advance(10 * slowestKeyMs);
      assert.equal(presses(), 0);
      assert.ok(done.every((each) => each === 'swallow'));
    }),
  );
});

test('after a scan the keyboard works again', () => {
  const { type, presses } = bench();
  for (const digit of '027048000123') type(digit, 5);
  type('Enter', 1000);
  type('Enter', 1000);
  assert.equal(presses(), 1);
});
