import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  CitizenCard,
  Identity,
  InsuranceCard,
  OldIdentityCard,
  Passport,
  Sex,
} from '#drivers/contract/identity.ts';
import { hasSameNameAndBirth, isSameDocument, isSamePerson, namesNobody } from './same-person.ts';

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

const oldCard = (number: string): OldIdentityCard => ({ kind: 'old-identity-card', number });
const passport = (number: string, issuer: string | undefined): Passport => ({
  kind: 'passport',
  number,
  issuer,
  nationality: issuer,
  expiresOn: undefined,
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

describe('without a card that has a code', () => {
  const said = (more: Partial<Identity> = {}, phone?: string): Identity => ({
    ...anh,
    source: 'typed',
    birth: { precision: 'year', year: 2018 },
    sex: 'unknown',
    document: { kind: 'undocumented', phone },
    ...more,
  });

  test('somebody who typed name and birth year is who shows a card with them, and nobody else', () => {
    expect(isSamePerson(said(), citizen('027318000123'))).toBe(true);
    expect(isSamePerson(citizen('027318000123'), said({ birth: { precision: 'year', year: 2017 } }))).toBe(false);
    expect(isSamePerson(said({ fullName: undefined }, '0901234567'), anh)).toBe(false);
  });

  test('two people of one name, birth year and phone never show one paper', () => {
    expect(isSameDocument(said({}, '0901234567'), said({}, '0901234567'))).toBe(false);
  });

  test('a card on a phone that only staff can see contradicts no card', () => {
    const shown = said({ source: 'phone-shown', fullName: undefined, birth: undefined });
    expect(namesNobody(shown)).toBe(true);
    expect([said(), said({ fullName: undefined, birth: undefined }, '0901234567'), anh].some(namesNobody)).toBe(false);
  });

  test('the old identity card is known by the citizen card that names it, and by none that names another', () => {
    const typed = said({ fullName: undefined, birth: undefined, document: oldCard('120000001') });
    expect(isSamePerson(typed, citizen('027318000123', '120000001'))).toBe(true);
    expect(isSamePerson(typed, citizen('027318000123', '120000002'))).toBe(false);
    expect(isSamePerson(typed, citizen('027318000123'))).toBe(false);
  });

  test('one passport number of two states is two people; a typed one does not say whose state it is', () => {
    const holder = (issuer: string | undefined): Identity => ({ ...anh, document: passport('L898902C3', issuer) });
    expect(isSamePerson(holder('UTO'), holder('VNM'))).toBe(false);
    expect(isSamePerson(holder('UTO'), holder(undefined))).toBe(true);
    expect(isSameDocument(holder('UTO'), holder(undefined))).toBe(false);
  });

  test('a typed number without a name is the card with that number', () => {
    const typed = said({ fullName: undefined, birth: undefined, document: citizenCard('027318000123') });
    expect(isSamePerson(typed, citizen('027318000123'))).toBe(true);
    expect(isSamePerson(typed, citizen('027318000124'))).toBe(false);
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
    citizenCard('027318000125', '120000001'),
    oldCard('120000001'),
    oldCard('120000002'),
    passport('L898902C3', 'UTO'),
    passport('L898902C3', 'VNM'),
    passport('L898902C3', undefined),
    { kind: 'patient-code' as const, number: 'BN0001234' },
  ),
  warnings: fc.constant([]),
});

test('somebody without papers is nobody whom a card contradicts, and it does not matter who is asked about whom', () => {
  fc.assert(
    fc.property(anybody, anybody, (one, other) => {
      const without: Identity = { ...one, document: { kind: 'undocumented', phone: undefined } };
      expect(isSamePerson(without, other)).toBe(isSamePerson(other, without));
      if (isSamePerson(without, other)) expect(hasSameNameAndBirth(without, other)).toBe(true);
    }),
  );
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
