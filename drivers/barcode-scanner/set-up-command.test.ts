import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { commandForCr, readSetUpAnswer, setUpMakers } from './set-up-command.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const taken = { honeywell: 'VSUFCR\x06.', newland: '\x02\x010000@TSUENA1\x06;TSUSET0D\x06;\x03' } as const;

test('a Honeywell and a Newland are told to end codes with CR in the words of their manuals', () => {
  assert.deepEqual([...commandForCr('honeywell')], [0x16, 0x4d, 0x0d, ...bytes('VSUFCR.')]);
  assert.deepEqual(
    [...commandForCr('newland')],
    [0x7e, 0x01, 0x30, 0x30, 0x30, 0x30, ...bytes('@TSUENA1;TSUSET0D'), 0x3b, 0x03],
  );
});

test.each([
  ['honeywell', taken.honeywell, 'taken'],
  ['honeywell', 'vsufcr\x06.', 'taken'],
  ['honeywell', 'VSUFCR\x05.', 'refused'],
  ['honeywell', 'VSUFCR\x15.', 'refused'],
  ['honeywell', 'VSUFCR\x06', undefined],
  ['honeywell', taken.newland, undefined],
  ['newland', taken.newland, 'taken'],
  ['newland', '\x02\x010000@TSUENA1\x06;TSUSET0D\x15;\x03', 'refused'],
  ['newland', '\x02\x010000@TSUENA1\x05;TSUSET0D\x06;\x03', 'refused'],
  ['newland', '\x02\x010000@TSUENA1;TSUSET0D;\x03', 'refused'],
  ['newland', '~\x010000@TSUENA1;TSUSET0D;\x03', undefined],
] as const)('what %s says in %j is %s', (maker, said, means) => {
  assert.equal(readSetUpAnswer(maker, bytes(said)), means);
});

test('an answer is understood behind anything else, and no other bytes are one', () => {
  fc.assert(
    fc.property(fc.constantFrom(...setUpMakers), fc.uint8Array({ maxLength: 60 }), (maker, before) => {
      assert.equal(readSetUpAnswer(maker, before), undefined);
      // Bytes before it may themselves look like the beginning of one.
      if (before.includes(0x02)) return;
      assert.equal(readSetUpAnswer(maker, Buffer.concat([before, bytes(taken[maker])])), 'taken');
    }),
  );
});
