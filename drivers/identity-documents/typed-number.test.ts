import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityFromTypedNumber, readTypedNumber, readTypedPassport } from './typed-number.ts';

const read = (typed: string, patientCode?: { readonly prefix?: string; readonly digits: number }) => {
  const result = readTypedNumber(typed, { patientCode });
  return result.ok ? { kind: result.value.kind, said: result.value.groups.join(' ') } : result.problem;
};

describe('a number that a patient typed', () => {
  test('is known by its length and said back in groups', () => {
    expect(read('027148000123')).toEqual({ kind: 'citizen-card', said: '027 148 000 123' });
    expect(read('012345678')).toEqual({ kind: 'old-identity-card', said: '012 345 678' });
    expect(read('0199999999')).toEqual({ kind: 'social-insurance', said: '019 999 9999' });
    expect(read('dn 4 01 0199999999')).toEqual({ kind: 'insurance-card', said: 'DN 4 01 019 999 9999' });
  });

  test('may have blanks, dots and dashes between its digits', () => {
    expect(read(' 027.148-000 123 ')).toEqual({ kind: 'citizen-card', said: '027 148 000 123' });
  });

  test('is the hospital’s own patient code where the site has such a card', () => {
    expect(read('0199999999', { digits: 10 })).toEqual({ kind: 'patient-code', said: '019 999 9999' });
    expect(read('bn0012345', { prefix: 'BN', digits: 7 })).toEqual({ kind: 'patient-code', said: 'BN 001 2345' });
    expect(read('BN0012345')).toEqual({ kind: 'missing', count: 6 });
  });

  test('says how many characters are missing or too many', () => {
    expect(read('0271480001')).toMatchObject({ kind: 'social-insurance' });
    expect(read('02714800012')).toEqual({ kind: 'missing', count: 1 });
    expect(read('0271480')).toEqual({ kind: 'missing', count: 2 });
    expect(read('0271480001234')).toEqual({ kind: 'too-many', count: 1 });
    expect(read('DN401019999999')).toEqual({ kind: 'missing', count: 1 });
    expect(read('DN40101999999999')).toEqual({ kind: 'too-many', count: 1 });
    expect(read('BN001234', { prefix: 'BN', digits: 7 })).toEqual({ kind: 'missing', count: 1 });
  });

  test('is nothing, a word, signs or zeros', () => {
    expect(read(' - ')).toEqual({ kind: 'empty' });
    expect(read('KHONG')).toEqual({ kind: 'letters' });
    expect(read('027148000|23')).toEqual({ kind: 'signs' });
    expect(read('000000000000')).toEqual({ kind: 'nobodys' });
    expect(read('BN0000000', { prefix: 'BN', digits: 7 })).toEqual({ kind: 'nobodys' });
  });

  test('of an unknown province or group is remarkable, not wrong', () => {
    const warnings = (typed: string) => {
      const result = readTypedNumber(typed, {});
      return result.ok && result.value.warnings;
    };
    expect(warnings('999148000123')).toEqual(['birth-place-unknown']);
    expect(warnings('DN9010199999999')).toEqual(['insurance-number-unusual']);
    expect(warnings('027148000123')).toEqual([]);
  });

  test('of an insurance card says nothing of how long the card is valid', () => {
    const typed = readTypedNumber('DN4010199999999', {});
    expect(typed.ok && identityFromTypedNumber(typed.value)).toMatchObject({
      source: 'typed',
      fullName: undefined,
      document: { kind: 'insurance-card', number: 'DN4010199999999', benefitLevel: '4', validTo: undefined },
      warnings: ['validity-not-readable'],
    });
  });
});

describe('somebody without a card', () => {
  test('types a passport number of 6 to 9 letters and digits', () => {
    expect(readTypedPassport('c 1234567')).toMatchObject({
      value: { number: 'C1234567', groups: ['C12', '345', '67'] },
    });
    expect(readTypedPassport('C1234')).toEqual({ ok: false, problem: { kind: 'missing', count: 1 } });
    expect(readTypedPassport('C123456789')).toEqual({ ok: false, problem: { kind: 'too-many', count: 1 } });
    const number = readTypedPassport('L898902C3');
    expect(number.ok && identityFromTypedNumber(number.value).document).toMatchObject({
      kind: 'passport',
      number: 'L898902C3',
      issuer: undefined,
    });
  });
});

test('whatever is typed, nothing throws, and what is said back is the number', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.stringMatching(/^[A-Z]{0,3}[0-9 .-]{0,20}$/),
    fc.stringMatching(/^[0-9A-Z]{6,16}$/),
  );
  const form = fc.option(
    fc.record(
      { prefix: fc.stringMatching(/^[A-Z]{1,6}$/), digits: fc.integer({ min: 4, max: 11 }) },
      { requiredKeys: ['digits'] },
    ),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(anything, form, (typed, patientCode) => {
      for (const result of [readTypedNumber(typed, { patientCode }), readTypedPassport(typed)]) {
        if (result.ok) {
          expect(result.value.groups.join('')).toBe(result.value.number);
          expect(identityFromTypedNumber(result.value).document.number).toBe(result.value.number);
        } else if ('count' in result.problem) {
          expect(result.problem.count).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
