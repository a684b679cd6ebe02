import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { quietMs } from './burst-guard.ts';
import { createTypedCodes } from './typed-code.ts';

function bench() {
  const clock = createHandCrankedClock();
  const codes: string[] = [];
  const typed = createTypedCodes({ clock, onCode: (text) => codes.push(text) });
  return { clock, codes, typed, type: (text: string) => Array.from(text).forEach(typed.keyDown) };
}

const code = 'DN4010199999999|4e67|15/08/1990';

test('what a scanner types is one code, ended by Enter', () => {
  const { codes, type, typed } = bench();
  type(code);
  typed.keyDown('Enter');
  expect(codes).toEqual([code]);
});

test('a scanner without a suffix ends its code by a pause', () => {
  const { codes, type, clock } = bench();
  type(code);
  clock.advance(quietMs);
  type(code);
  clock.advance(quietMs);
  expect(codes).toEqual([code, code]);
});

test('two cards in a row are two codes, and half a card of a scanner that lost its power is not the next one’s beginning', () => {
  const { codes, type, typed, clock } = bench();
  const other = 'HC2272700000007|54|01/01/1990';
  for (const each of [code, other, code]) {
    type(each);
    typed.keyDown('Enter');
  }
  type(code.slice(0, 12));
  clock.advance(quietMs);
  type(code);
  typed.keyDown('Enter');
  expect(codes).toEqual([code, other, code, code.slice(0, 12), code]);
});

test('keys that a person presses spell no code, nor does a stuck key without end', () => {
  const { codes, typed, clock } = bench();
  for (const key of [...'0123456789abcdef']) {
    typed.keyDown(key);
    clock.advance(quietMs);
  }
  for (let count = 0; count < 100_000; count += 1) typed.keyDown('x');
  clock.advance(quietMs);
  expect(codes).toEqual([]);
});

test('Shift and dead keys spell nothing', () => {
  const { codes, type, typed } = bench();
  typed.keyDown('Shift');
  type(code);
  typed.keyDown('Dead');
  typed.keyDown('Enter');
  expect(codes).toEqual([code]);
});
