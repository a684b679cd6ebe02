import fc from 'fast-check';
import type { Patient } from '../../contract/patient.ts';

/** Whatever text a card, a hospital or a finger may bring. */
export const hostile = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '|',
        ',',
        '$',
        '\\',
        '"',
        '&',
        '?',
        '#',
        '%',
        '\r',
        '\n',
        '\u0000',
        '\u2028',
        '\ud800',
        'Ánh',
        ' ',
        '\ufeff',
        '\u00a0',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);
const birth = fc.oneof(
  fc.constant(undefined),
  fc.record({
    precision: fc.constant('day' as const),
    date: fc.oneof(hostile, fc.constantFrom('1980-02-31', '2024-02-29', '0000-00-00')),
  }),
  fc.record({
    precision: fc.constant('month' as const),
    month: fc.oneof(hostile, fc.constantFrom('1980-13', '1980-02')),
  }),
  fc.record({ precision: fc.constant('year' as const), year: fc.integer({ min: -5, max: 99_999 }) }),
);
/** Somebody of whom anything at all is known. */
export const anybody: fc.Arbitrary<Patient> = fc.record({
  fullName: fc.option(hostile, { nil: undefined }),
  birth,
  sex: fc.constantFrom('male', 'female', 'unknown'),
  address: fc.option(hostile, { nil: undefined }),
  citizen: fc.option(fc.record({ number: hostile, oldNumber: hostile, issuedOn: hostile }), { nil: undefined }),
  insurance: fc.option(
    fc.record({
      number: hostile,
      facilityCode: hostile,
      validFrom: fc.oneof(hostile, fc.constant('2026-12-31')),
      validTo: fc.oneof(hostile, fc.constant('2026-01-01')),
      fiveYearsOn: hostile,
      benefitLevel: hostile,
    }),
    { nil: undefined },
  ),
  passport: fc.option(fc.record({ number: hostile, issuer: hostile, nationality: hostile, expiresOn: hostile }), {
    nil: undefined,
  }),
  oldIdentityCard: fc.option(fc.record({ number: hostile }), { nil: undefined }),
  patientCode: fc.option(hostile, { nil: undefined }),
  saidPhone: fc.option(hostile, { nil: undefined }),
  source: fc.constantFrom('qr-cccd', 'qr-bhyt', 'chip', 'passport-mrz', 'patient-card', 'typed', 'phone-shown', 'none'),
  chip: fc.constantFrom(undefined, 'genuine', 'not-verified', 'does-not-match'),
});
