import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base32, hotp, otpauthUri, totpStepMs, totpStepOf } from './totp.ts';

const rfcSecret = Buffer.from('12345678901234567890');

// RFC 6238, appendix B, the rows of SHA-1.
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('at %i s the code of RFC 6238 is %s', (seconds, code) => {
  expect(hotp(rfcSecret, Math.floor(seconds / 30), 8)).toBe(code);
  const found = totpStepOf(code.slice(-6), { secret: rfcSecret, now: seconds * 1000, lastStep: -1 });
  expect(found).toBe(Math.floor(seconds / 30));
});

// RFC 4226, appendix D.
test('the first ten codes of RFC 4226', () => {
  expect(Array.from({ length: 10 }, (_, counter) => hotp(rfcSecret, counter))).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]);
});

test('a code counts one step before and behind its own, once, and no older one after it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.integer({ min: 3, max: 1e8 }), (secret, step) => {
      const now = step * totpStepMs + 17;
      const at = (each: number, lastStep = -1) => totpStepOf(hotp(secret, each), { secret, now, lastStep });
      const codes = [-3, -2, -1, 0, 1, 2, 3].map((off) => hotp(secret, step + off));
      fc.pre(new Set(codes).size === codes.length);
      expect([-3, -2, -1, 0, 1, 2, 3].map((off) => at(step + off))).toEqual([
        undefined,
        undefined,
        step - 1,
        step,
        step + 1,
        undefined,
        undefined,
      ]);
      expect([at(step, step), at(step - 1, step), at(step + 1, step)]).toEqual([undefined, undefined, step + 1]);
    }),
    { numRuns: 50 },
  );
});

test('what is no code is none, however it is written', () => {
  const secret = randomBytes(20);
  const code = hotp(secret, 5);
  const read = (typed: string) => totpStepOf(typed, { secret, now: 5 * totpStepMs, lastStep: -1 });
  expect(read(`${code.slice(0, 3)} ${code.slice(3)}`)).toBe(5);
  for (const typed of ['', code.slice(1), `${code}0`, `-${code.slice(1)}`, 'ABCDEF', '٣٣٣٣٣٣', `${code}\0`])
    expect(read(typed)).toBeUndefined();
});

test('an app reads secret, issuer and name', () => {
  // RFC 4648 §10, without padding.
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  const uri = new URL(otpauthUri(rfcSecret, { issuer: 'Tiếp Đón: k1', name: 'Trần Thử' }));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Tiếp Đón: k1:Trần Thử',
  ]);
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'Tiếp Đón: k1',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
