import { describe, expect, test } from 'vitest';
import type { Identity } from '#drivers/contract/identity.ts';
import { insuranceOn, patientFromIdentities } from './patient.ts';
import { isSamePerson } from './same-person.ts';
import { anhCitizen, anhInsurance, binhCitizen, today } from './synthetic.ts';

describe('two cards are one person', () => {
  test('when the name agrees but for capitals and tone position, and the birth date as far as it is known', () => {
    expect(isSamePerson(anhCitizen, anhInsurance)).toBe(true);
    const hoa = { ...anhCitizen, fullName: 'Lê Thị Hoà' };
    expect(isSamePerson(hoa, { ...anhInsurance, fullName: 'LÊ THỊ HÒA' })).toBe(true);
  });

  test('but not when the birth year differs, the name is unreadable, or two citizen cards carry different numbers', () => {
    expect(isSamePerson(anhCitizen, { ...anhInsurance, birth: { precision: 'year', year: 1949 } })).toBe(false);
    expect(isSamePerson(anhCitizen, { ...anhInsurance, fullName: undefined })).toBe(false);
    expect(isSamePerson(anhCitizen, { ...anhCitizen, document: binhCitizen.document })).toBe(false);
  });
});

describe('one patient from several cards', () => {
  const card = (number: string, validFrom: string, validTo: string | undefined): Identity => ({
    ...anhInsurance,
    document: {
      kind: 'insurance-card',
      number,
      facilityCode: undefined,
      validFrom,
      validTo,
      fiveYearsOn: undefined,
      benefitLevel: undefined,
    },
  });

  test('the citizen card speaks for the person, whichever was scanned first', () => {
    expect(patientFromIdentities([anhInsurance, anhCitizen], today)).toEqual({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      birth: { precision: 'day', date: '1948-08-15' },
      sex: 'female',
      address: 'Số 1, Thôn Đông, Yên Phong, Bắc Ninh',
      citizen: { number: '027148000123', oldNumber: undefined, issuedOn: '2021-05-25' },
      insurance: {
        number: 'HT2270199999123',
        facilityCode: '27005',
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
        fiveYearsOn: '2020-01-01',
        benefitLevel: '2',
      },
      source: 'qr-cccd',
    });
  });

  test('a card issued in advance does not hide the one that is valid today', () => {
    const advance = card('HT2270199999999', '2027-01-01', undefined);
    const expired = card('HT2270199999000', '2020-01-01', '2024-12-31');
    expect(insuranceOn([advance, expired, anhInsurance], today)?.number).toBe('HT2270199999123');
    expect(insuranceOn([expired, advance], today)?.number).toBe('HT2270199999999');
  });
});
