import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CitizenCard, Identity, InsuranceCard, Sex } from '#drivers/contract/identity.ts';
import { hasSameNameAndBirth, isSameDocument, isSamePerson } from './same-person.ts';

const insuranceCard = (number: string, more: Partial<InsuranceCard> = {}): InsuranceCard => ({
  kind: 'insurance-card',
  number,
  facilityCode: undefined,
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  fiveYearsOn: undefined,
  benefitLevel: undefined,
  ...more,
});
const citizenCard = (number: string, oldNumber?: string): CitizenCard => ({
  kind: 'citizen-card',
  number,
  oldNumber,
  issuedOn: undefined,
});

const anh: Identity = {
  source: 'qr-bhyt',
  fullName: 'Nguyễn Minh Anh',
  birth: { precision: 'day', date: '2018-03-04' },
  sex: 'female',
  address: 'Thôn Đông, Yên Phong, Bắc Ninh',
  document: insuranceCard('TE1270199999123'),
  warnings: [],
};
const citizen = (number: string, oldNumber?: string): Identity => ({
  ...anh,
  source: 'qr-cccd',
  document: citizenCard(number, oldNumber),
});

describe('twins are two people', () => {
  test('whose names differ by one tone, whichever cards they carry', () => {
    const twin: Identity = { ...anh, fullName: 'Nguyễn Minh Ánh', document: insuranceCard('TE1270199999124') };
    expect(isSamePerson(anh, twin)).toBe(false);
    expect(isSamePerson(citizen('027318000123'), twin)).toBe(false);
    expect(isSamePerson(citizen('027318000123'), { ...twin, document: citizenCard('027318000124') })).toBe(false);
    // Newborns may get one number until theirs are made.
    expect(isSamePerson(anh, { ...twin, document: anh.document })).toBe(false);
  });

  test('who have one name and are a boy and a girl', () => {
    const brother: Identity = { ...citizen('027218000123'), sex: 'male' };
    expect(isSamePerson(anh, brother)).toBe(false);
    expect(isSamePerson({ ...anh, sex: 'unknown' }, brother)).toBe(true);
  });

  test('whose insurance numbers differ in one digit', () => {
    expect(isSamePerson(anh, { ...anh, document: insuranceCard('TE1270199999133') })).toBe(false);
    expect(isSamePerson(anh, { ...anh, document: insuranceCard('0199999133') })).toBe(false);
  });

  test('whose personal numbers stand on an insurance card and on a citizen card', () => {
    const onInsurance = { ...anh, document: insuranceCard('027318000124') };
    expect(isSamePerson(onInsurance, citizen('027318000123'))).toBe(false);
    expect(isSamePerson(onInsurance, citizen('027318000124'))).toBe(true);
  });
});

describe('one person with two cards', () => {
  test('is known by name, sex and birth date, as far as the cards tell it', () => {
    expect(isSamePerson(citizen('027318000123'), anh)).toBe(true);
    const year: Identity = { ...anh, fullName: 'NGUYEN MINH ANH', birth: { precision: 'year', year: 2018 } };
    expect(isSamePerson(citizen('027318000123'), year)).toBe(true);
    expect(isSamePerson(citizen('027318000123'), { ...year, birth: undefined })).toBe(false);
    expect(isSamePerson(citizen('027318000123'), { ...year, fullName: undefined })).toBe(false);
  });

  test('has a renewed insurance card, with another group in front of the lifelong number or without any', () => {
    expect(isSamePerson(anh, { ...anh, document: insuranceCard('HS4270199999123') })).toBe(true);
    expect(isSamePerson(anh, { ...anh, document: insuranceCard('0199999123') })).toBe(true);
    const renewed = { ...anh, document: insuranceCard('TE1270199999123', { validTo: '2027-12-31' }) };
    expect(isSamePerson(anh, renewed)).toBe(true);
    expect(isSameDocument(anh, renewed)).toBe(false);
    expect(isSameDocument(anh, { ...anh, warnings: ['extra-fields'] })).toBe(true);
  });

  test('has a new citizen number, and a card or a chip that names the old one', () => {
    expect(isSamePerson(citizen('027318000123', '027318000999'), citizen('027318000999'))).toBe(true);
    expect(isSamePerson(citizen('027318000999'), citizen('027318000123', '027318000999'))).toBe(true);
    expect(isSamePerson(citizen('027318000123', '120000001'), citizen('027318000999', '120000001'))).toBe(false);
  });

  test('is scanned again with a name that arrived damaged', () => {
    expect(isSamePerson(anh, { ...anh, fullName: undefined, birth: undefined, sex: 'unknown' })).toBe(true);
  });

  test('is called Mỹ on one card and Mĩ on the other, when the whole birth date and the sex stand on both', () => {
    const my: Identity = { ...citizen('027318000123'), fullName: 'Trần Thị Mỹ' };
    const mi: Identity = { ...anh, fullName: 'Trần Thị Mĩ' };
    expect(isSamePerson(my, mi)).toBe(true);
    expect(isSamePerson(my, { ...mi, birth: { precision: 'year', year: 2018 } })).toBe(false);
    expect(isSamePerson(my, { ...mi, sex: 'unknown' })).toBe(false);
  });
});

const sexes: readonly Sex[] = ['male', 'female', 'unknown'];
const anybody: fc.Arbitrary<Identity> = fc.record({
  source: fc.constantFrom('qr-cccd', 'qr-bhyt', 'chip'),
  fullName: fc.option(fc.constantFrom('Nguyễn Minh Anh', 'Nguyễn Minh Ánh', 'NGUYEN MINH ANH', '\ud800', ''), {
    nil: undefined,
  }),
  birth: fc.option(
    fc.constantFrom(
      { precision: 'day', date: '2018-03-04' } as const,
      { precision: 'month', month: '2018-03' } as const,
      { precision: 'year', year: 2018 } as const,
      { precision: 'year', year: 18 } as const,
    ),
    { nil: undefined },
  ),
  sex: fc.constantFrom(...sexes),
  address: fc.constant(undefined),
  document: fc.constantFrom(
    insuranceCard('TE1270199999123'),
    insuranceCard('0199999123'),
    insuranceCard('027318000123'),
    insuranceCard('strange'),
    citizenCard('027318000123'),
    citizenCard('027318000124', '027318000123'),
  ),
  warnings: fc.constant([]),
});

test('everybody is themself, and it does not matter who is asked about whom', () => {
  fc.assert(
    fc.property(anybody, anybody, (one, other) => {
      expect(isSamePerson(one, one)).toBe(true);
      expect(isSamePerson(one, other)).toBe(isSamePerson(other, one));
      expect(hasSameNameAndBirth(one, other)).toBe(hasSameNameAndBirth(other, one));
    }),
    { numRuns: 2000 },
  );
});
