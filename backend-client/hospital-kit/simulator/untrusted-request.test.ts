import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { jsonFrom } from './untrusted-request.ts';

test('everything that is JSON and not too deep is read as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(jsonFrom(text), JSON.parse(text));
    }),
  );
});

test('brackets inside of words are words', () => {
  const value = { says: `\\"${'['.repeat(1000)}`, '{{{"\\': ['[', '\\'] };
  assert.deepEqual(jsonFrom(JSON.stringify(value)), value);
});

test.each([
  ['sixty-four arrays', 64, true],
  ['sixty-five arrays', 65, false],
  ['half a megabyte of arrays', 250_000, false],
])('%s within each other: read is %s', (_name, depth, isRead) => {
  assert.equal(jsonFrom('['.repeat(depth) + ']'.repeat(depth)) !== undefined, isRead);
});

test('whatever text comes, reading it never throws', () => {
  const piece = fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', '1', 'é');
  fc.assert(fc.property(fc.array(piece), (pieces) => void jsonFrom(pieces.join(''))));
});
