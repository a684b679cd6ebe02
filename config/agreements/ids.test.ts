import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'vitest';
import { createControlId, createSessionId, createVisitId } from './ids.ts';

const makers = [createSessionId, createVisitId, createControlId];

test('an id is 20 characters that nobody confuses when reading them aloud, whatever the random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      for (const create of makers)
        assert.match(
          create(() => bytes),
          /^[0-9A-HJKMNP-TV-Z]{20}$/,
        );
    }),
  );
});

test('every character carries five random bits: all 32 letters appear at every place', () => {
  const bytes = (start: number) => () => Uint8Array.from({ length: 20 }, (_, at) => start + at);
  const seen = Array.from({ length: 20 }, () => new Set<string>());
  for (let start = 0; start < 32; start += 1) {
    for (const [at, letter] of [...createVisitId(bytes(start))].entries()) seen[at]?.add(letter);
  }
  assert.deepEqual(
    seen.map((letters) => letters.size),
    Array.from({ length: 20 }, () => 32),
  );
});

test('a thousand ids from the real random source differ', () => {
  const ids = Array.from({ length: 1000 }, () => createControlId(randomBytes));
  assert.equal(new Set(ids).size, 1000);
});
