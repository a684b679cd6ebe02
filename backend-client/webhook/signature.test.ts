import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { checkSignature, signatureOf } from './signature.ts';

const now = Date.UTC(2026, 10, 22, 1, 12, 5, 678);

test('the signature is the one that openssl makes: printf "1795309925.{}" | openssl dgst -sha256 -hmac secret', () => {
  assert.equal(
    signatureOf('{}', 'secret', now),
    't=1795309925,v1=d8d8c4d114aad2780011ffd6c9c8abb85241e2453369c45702d90f763b08f0c9',
  );
});

test('a changed body, secret, time or form is not valid', () => {
  const header = signatureOf('{}', 'secret', now);
  const verdicts = [
    checkSignature(header, '{}', 'secret', now),
    checkSignature(header, '{}', 'secret', now + 300_000),
    checkSignature(header, '{}', 'secret', now + 302_000),
    checkSignature(header, '{}', 'secret', now - 302_000),
    checkSignature(header, '{ }', 'secret', now),
    checkSignature(header, '{}', 'other', now),
    checkSignature(header.replace(/t=\d/, 't=2'), '{}', 'secret', now),
    checkSignature(`${header},v1=`, '{}', 'secret', now),
    checkSignature(undefined, '{}', 'secret', now),
  ];
  assert.deepEqual(verdicts, ['valid', 'valid', 'too-old', 'too-old', 'wrong', 'wrong', 'wrong', 'missing', 'missing']);
});

test('text and its bytes have one signature, and nothing else has it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      assert.equal(signatureOf(one, 'secret', now), signatureOf(new TextEncoder().encode(one), 'secret', now));
      if (one !== other) assert.equal(checkSignature(signatureOf(one, 'secret', now), other, 'secret', now), 'wrong');
    }),
  );
});
