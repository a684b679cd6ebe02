import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'vitest';
import { createControlId, createSessionId, createVisitId, type RandomBytes } from './ids.ts';

const morning = Date.UTC(2026, 10, 21, 1);
const makers = [createSessionId, (bytes: RandomBytes) => createVisitId(bytes, morning), createControlId];

test('an id is 20 characters that nobody confuses when reading them aloud, whatever the random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      for (const create of makers)
        assert.match(
          create((size) => bytes.subarray(0, size)),
          /^[0-9A-HJKMNP-TV-Z]{20}$/,
        );
    }),
  );
});

test('every character carries five random bits: all 32 letters appear at every place, behind the time in a visit', () => {
  const bytes = (start: number) => (size: number) => Uint8Array.from({ length: size }, (_, at) => start + at);
  const lettersOf = (create: (bytes: RandomBytes) => string) => {
    const seen = Array.from({ length: 20 }, () => new Set<string>());
    for (let start = 0; start < 32; start += 1) {
      for (const [at, letter] of [...create(bytes(start))].entries()) seen[at]?.add(letter);
    }
    return seen.map((letters) => letters.size);
  };
  const [session, visit, control] = makers.map(lettersOf);
  const random = (length: number) => Array.from({ length }, () => 32);
  assert.deepEqual([session, control], [random(20), random(20)]);
  assert.deepEqual(visit, [...Array.from({ length: 9 }, () => 1), ...random(11)]);
});

test('visits sort by the time they were made, whatever their random bytes', () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(2999, 0) });
  fc.assert(
    fc.property(moments, moments, fc.uint8Array({ minLength: 22, maxLength: 22 }), (one, other, bytes) => {
      const [first, second] = [
        createVisitId(() => bytes.subarray(0, 11), one),
        createVisitId(() => bytes.subarray(11), other),
      ];
      if (one !== other) assert.equal(first < second, one < other);
    }),
  );
});

test('a thousand ids from the real random source differ', () => {
  const ids = Array.from({ length: 1000 }, () => createControlId(randomBytes));
  assert.equal(new Set(ids).size, 1000);
});
