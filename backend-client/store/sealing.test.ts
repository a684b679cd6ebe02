import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'vitest';
import { deriveKey, deriveKeyObject, openSealed, openSealedText, seal } from './sealing.ts';

const key = deriveKeyObject(new Uint8Array(32).fill(1), 'sealing');
const place = { table: 'visit', rowId: 'V1', day: '2026-11-21' } as const;

test('only the place it was sealed for opens it', () => {
  const plain = Buffer.from('Nguyễn Thị Lan Thử');
  const sealed = seal(key, place, Buffer.from(plain), randomBytes);
  const opens = [
    openSealed(key, place, sealed),
    openSealed(key, { ...place, rowId: 'V2' }, sealed),
    openSealed(key, { ...place, table: 'message' }, sealed),
    openSealed(key, { ...place, day: '2026-11-22' }, sealed),
    openSealed(deriveKeyObject(new Uint8Array(32).fill(1), 'documents'), place, sealed),
  ];
  assert.deepEqual(opens, [plain, undefined, undefined, undefined, undefined]);
});

test('the same bytes never look the same twice', () => {
  const plain = new Uint8Array(20);
  assert.notDeepEqual(seal(key, place, plain, randomBytes), seal(key, place, plain, randomBytes));
});

test('bytes that were changed, cut or made up do not open and do not throw', () => {
  const sealed = seal(key, place, Buffer.from('anything'), randomBytes);
  fc.assert(
    fc.property(
      fc.nat(sealed.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.uint8Array({ maxLength: 60 }),
      (at, bits, noise) => {
        const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ bits : byte));
        assert.deepEqual(
          [
            openSealed(key, place, changed),
            openSealed(key, place, sealed.subarray(0, at)),
            openSealed(key, place, noise),
          ],
          [undefined, undefined, undefined],
        );
      },
    ),
  );
});

test('keys of different purposes have nothing in common', () => {
  const master = new Uint8Array(32).fill(9);
  const page = deriveKey(master, 'page cookie');
  assert.equal(page.length, 32);
  assert.deepEqual(deriveKey(master, 'page cookie'), page);
  assert.notDeepEqual(deriveKey(master, 'day keys'), page);
});

test('what was sealed is overwritten where it stood in the clear, and a text comes back by itself', () => {
  const plain = Buffer.from('Nguyễn Thị Lan Thử');
  const sealed = seal(key, place, plain, randomBytes);
  assert.ok(plain.every((byte) => byte === 0));
  assert.equal(openSealedText(key, place, sealed), 'Nguyễn Thị Lan Thử');
  assert.equal(openSealedText(key, { ...place, rowId: 'V2' }, sealed), undefined);
});
