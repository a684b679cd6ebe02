import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { oidFromBytes } from './asn1.ts';
import { bytesFromHex } from './bytes.ts';
import { bytesFromOid, readTlv, readTlvHeader, readTlvs, valueAt, writeTlv } from './tlv.ts';

const tag = fc.constantFrom(
  0x02,
  0x04,
  0x0c,
  0x30,
  0x31,
  0x5f1f,
  0x5f2e,
  0x61,
  0x7c,
  0x7f49,
  0x7f61,
  0x87,
  0x8e,
  0x9f8101,
);
const value = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: 120, maxLength: 300 }),
  fc.integer({ min: 65_530, max: 65_540 }).map((length) => new Uint8Array(length)),
);

test('what is written is read back, one object after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(tag, value), { maxLength: 5 }), (objects) => {
      const bytes = Buffer.concat(objects.map(([tag, value]) => writeTlv(tag, value)));
      const found = readTlvs(Uint8Array.from(bytes));
      assert.deepEqual(
        found?.map((tlv) => [tlv.tag, Uint8Array.from(tlv.value)]),
        objects,
      );
    }),
    { numRuns: 60 },
  );
});

test('an object cut anywhere does not read', () => {
  fc.assert(
    fc.property(tag, fc.uint8Array({ maxLength: 200 }), (tag, value) => {
      const whole = writeTlv(tag, value);
      for (let length = 0; length < whole.length; length++) {
        assert.equal(readTlv(whole.subarray(0, length)), undefined);
      }
    }),
    { numRuns: 30 },
  );
});

test('noise never throws, and nothing is found beyond its end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const found = readTlvs(noise);
      if (found)
        assert.equal(
          found.reduce((size, tlv) => size + tlv.whole.length, 0),
          noise.length,
        );
      valueAt(noise, 0x30, 0x31);
      oidFromBytes(noise);
    }),
  );
});

test.each([
  ['a length of four gigabytes', '3084FFFFFFFF00'],
  ['the longest length that is read, with nothing behind it', '3083FFFFFF'],
  ['an indefinite length that nothing ends', '3080020100'],
  ['an indefinite length of something that holds no others', '04800000'],
  ['indefinite lengths inside each other without end', '3080'.repeat(3000)],
  ['a tag without an end', '1FFFFFFFFFFFFFFFFF'],
  ['a length field that is not there', '30'],
  ['half a length field', '3082FF'],
])('%s is no object', (_, hex) => {
  assert.equal(readTlv(bytesFromHex(hex)), undefined);
});

test('a header tells the length before the value is there', () => {
  assert.deepEqual(readTlvHeader(bytesFromHex('7F6182FFFF')), { tag: 0x7f61, headerLength: 5, valueLength: 0xffff });
});

test('object identifiers are read and written back', () => {
  const arcs = fc.array(fc.integer({ min: 0, max: 2 ** 31 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 39 }), arcs, (root, second, arcs) => {
      const oid = [root, second, ...arcs].join('.');
      assert.equal(oidFromBytes(bytesFromOid(oid)), oid);
    }),
  );
  assert.equal(oidFromBytes(bytesFromHex('04007F00070202040202')), '0.4.0.127.0.7.2.2.4.2.2');
});
