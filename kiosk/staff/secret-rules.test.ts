import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkSecret } from './secret-rules.ts';

const refused = (secret: string, name = '') => {
  const checked = checkSecret(secret, name);
  return checked.ok ? checked.value : checked.problem.kind;
};

test.each([
  ['', 'too-short'],
  ['12345', 'too-short'],
  ['000000', 'one-digit'],
  ['1111111', 'one-digit'],
  ['123456', 'digits-in-a-row'],
  ['654321', 'digits-in-a-row'],
  ['890123', 'digits-in-a-row'],
  ['098765', 'digits-in-a-row'],
  ['121212', 'repeated'],
  ['123123', 'repeated'],
  ['112233', 'repeated'],
  ['010190', 'a-date'],
  ['300475', 'a-date'],
  ['19900101', 'a-date'],
  ['01011990', 'a-date'],
  ['199019', 'a-date'],
  ['199090', 'a-date'],
  ['902004', 'a-date'],
  ['20041979', 'a-date'],
  ['147258', 'well-known'],
  ['short', 'too-short'],
  ['matkhau123', 'well-known'],
  ['Password!!!', 'well-known'],
  ['abcabcabcabc', 'repeated'],
  ['nguyen van a', 'contains-name'],
  ['x'.repeat(129), 'too-long'],
  ['9'.repeat(129), 'too-long'],
  ['271828', 'pin'],
  ['314159265', 'pin'],
  ['849271', 'pin'],
  ['con mèo ngủ trên mái', 'pass-phrase'],
  ['password of a very long kind', 'pass-phrase'],
])('%s: %s', (secret, what) => {
  expect(refused(secret, 'Nguyen Van A')).toBe(what);
});

test('nine of ten PINs that a dice gives are taken', () => {
  const taken = Array.from({ length: 100_000 }, (_, at) => String((at * 7_919) % 1_000_000).padStart(6, '0')).filter(
    (pin) => refused(pin) === 'pin',
  );
  expect(taken.length).toBeGreaterThan(88_000);
});

test('whatever is typed is judged, and the same by whichever keyboard', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string(), (secret, name) => {
      expect(refused(secret.normalize('NFD'), name)).toBe(refused(secret.normalize('NFC'), name));
    }),
  );
});
