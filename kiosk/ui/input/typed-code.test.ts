import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { quietMs, slowestKeyMs } from './burst-guard.ts';
import { createTypedCodes, type TypedCode } from './typed-code.ts';

function bench(measureTypes = false) {
  const clock = createHandCrankedClock();
  const codes: string[] = [];
  const heard: TypedCode[] = [];
  const typed = createTypedCodes({
    clock,
    measureTypes: () => measureTypes,
    onCode(code) {
      codes.push(code.text);
      heard.push(code);
    },
  });
  return { clock, codes, heard, typed, type: (text: string) => Array.from(text).forEach(typed.keyDown) };
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
  clock.advance(slowestKeyMs);
  type(code);
  clock.advance(slowestKeyMs);
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
  clock.advance(slowestKeyMs);
  type(code);
  typed.keyDown('Enter');
  expect(codes).toEqual([code, other, code, code.slice(0, 12), code]);
});

test('a scanner that was slowed down to 90 ms a key is heard whole, and marked as slow', () => {
  const { heard, typed, clock } = bench();
  for (const key of code) {
    typed.keyDown(key);
    clock.advance(90);
  }
  typed.keyDown('Enter');
  expect(heard).toEqual([{ text: code, ended: 'by-key', pace: 'slow' }]);
});

test('a scanner that types its control characters ends its code like one on a serial line', () => {
  const { heard, type, typed } = bench();
  for (const end of ['Tab', '\x03', '\x04', '\0', '\r']) {
    typed.keyDown('\x02');
    type(code);
    typed.keyDown(end);
  }
  expect(heard).toEqual(Array(5).fill({ text: code, ended: 'by-key', pace: 'burst' }));
});

test('keys that a person presses one by one spell no code, what they type in one go is slow, and a stuck key is nothing', () => {
  const { heard, typed, clock } = bench();
  for (const key of [...'0123456789abcdef']) {
    typed.keyDown(key);
    clock.advance(slowestKeyMs);
  }
  for (const key of [...'0123456789abcdef']) {
    typed.keyDown(key);
    clock.advance(quietMs);
  }
  for (let count = 0; count < 100_000; count += 1) typed.keyDown('x');
  clock.advance(slowestKeyMs);
  for (const key of [...'0123456789abcdef']) {
    typed.keyDown(key);
    clock.advance(quietMs);
  }
  clock.advance(slowestKeyMs);
  expect(heard).toEqual([{ text: '0123456789abcdef', ended: 'by-silence', pace: 'slow' }]);
});

test('Shift and dead keys spell nothing', () => {
  const { codes, type, typed } = bench();
  typed.keyDown('Shift');
  type(code);
  typed.keyDown('Dead');
  typed.keyDown('Enter');
  expect(codes).toEqual([code]);
});

test('what a thermometer types is handed over only where one types, whole, in one go and ended by a key', () => {
  const withoutOne = bench();
  withoutOne.type('36.6');
  withoutOne.typed.keyDown('Enter');
  expect(withoutOne.heard).toEqual([]);

  const { heard, type, typed, clock } = bench(true);
  type('36.6');
  typed.keyDown('Enter');
  expect(heard.splice(0)).toEqual([{ text: '36.6', ended: 'by-key', pace: 'burst' }]);
  // Without an end nobody knows whether more would have come.
  type('36.6');
  clock.advance(slowestKeyMs);
  // As a person types on a keyboard that somebody has left there.
  for (const key of '36.6') {
    typed.keyDown(key);
    clock.advance(quietMs);
  }
  typed.keyDown('Enter');
  // A key alone, and Enter on a button.
  typed.keyDown('5');
  typed.keyDown('Enter');
  expect(heard).toEqual([]);
});
