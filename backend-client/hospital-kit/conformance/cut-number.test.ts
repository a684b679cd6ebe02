import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { numberSeenIn } from './cut-number.ts';

const number = fc
  .tuple(fc.constantFrom('001', '079'), fc.integer({ min: 100_000_000, max: 999_999_999 }))
  .map(([province, rest]) => `${province}${rest}`);

test('a number is seen as whole, or as what a column of eight to eleven digits leaves of it', () => {
  fc.assert(
    fc.property(number, fc.integer({ min: 8, max: 11 }), (whole, width) => {
      assert.deepEqual(numberSeenIn(`PID|1||${whole}^^^CCCD`, whole), { is: 'whole' });
      for (const seen of [whole.slice(0, width), whole.slice(-width), whole.replace(/^0+/, '')])
        assert.deepEqual(numberSeenIn(`{"value":"${seen}"}`, whole), { is: 'cut', seen });
    }),
  );
});

test('a column of floating-point numbers is seen, and dates and telephones are not taken for the number', () => {
  assert.deepEqual(numberSeenIn('1.099E+9', '001099000007'), { is: 'cut', seen: '1.099E+9' });
  assert.deepEqual(numberSeenIn('20261122081205 0900000099 19990131', '001099000007'), { is: 'absent' });
});

test('an echo of the question does not hide the cut answer', () => {
  assert.deepEqual(numberSeenIn('QPD|@PID.3.1^001099000007\rPID|1||0010990000', '001099000007'), {
    is: 'cut',
    seen: '0010990000',
  });
});
