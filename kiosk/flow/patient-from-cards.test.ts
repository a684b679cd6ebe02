import { describe, expect, test } from 'vitest';
import type { Identity } from '#drivers/contract/identity.ts';
import { insuranceOn, patientFromIdentities, validityOn } from '#kiosk/facts/patient.ts';
import type { FlowEvent } from './events.ts';
import { anhCitizen, anhInsurance, firstSession, plainVisit, today, walk } from './synthetic.ts';

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

  test('what was read counts before what was typed, and a card on a phone is shown, not typed', () => {
    const typed: Identity = {
      source: 'typed',
      fullName: 'nguyen thi ngoc anh',
      birth: { precision: 'year', year: 1948 },
      sex: 'unknown',
      address: undefined,
      document: { kind: 'undocumented', phone: '0901234567' },
      warnings: [],
    };
    const phone: Identity = {
      ...typed,
      source: 'phone-shown',
      fullName: undefined,
      birth: undefined,
      document: { kind: 'undocumented', phone: undefined },
    };
    const known = patientFromIdentities([phone, typed, anhInsurance], today);
    expect([known.fullName, known.source, known.saidPhone]).toEqual(['NGUYỄN THỊ NGỌC ÁNH', 'qr-bhyt', '0901234567']);
    expect(patientFromIdentities([phone, typed], today)).toMatchObject({
      fullName: 'nguyen thi ngoc anh',
      source: 'phone-shown',
      citizen: undefined,
      insurance: undefined,
    });
    expect(patientFromIdentities([typed], today).source).toBe('typed');
  });

  test('a passport, an old identity card and the hospital’s own card are known by their numbers', () => {
    const bearer = (document: Identity['document']): Identity => ({ ...anhInsurance, source: 'typed', document });
    const passport = { number: 'L898902C3', issuer: 'UTO', nationality: 'UTO', expiresOn: undefined };
    expect(
      patientFromIdentities(
        [
          bearer({ kind: 'passport', ...passport }),
          bearer({ kind: 'old-identity-card', number: '120000001' }),
          bearer({ kind: 'patient-code', number: 'BN0001234' }),
        ],
        today,
      ),
    ).toMatchObject({ passport, oldIdentityCard: { number: '120000001' }, patientCode: 'BN0001234' });
  });

  test('a card issued in advance does not hide the one that is valid today', () => {
    const advance = card('HT2270199999999', '2027-01-01', undefined);
    const expired = card('HT2270199999000', '2020-01-01', '2024-12-31');
    expect(insuranceOn([advance, expired, anhInsurance], today)?.document.number).toBe('HT2270199999123');
    expect(insuranceOn([expired, advance], today)?.document.number).toBe('HT2270199999999');
  });

  test("of one person's two insurance cards the one that is valid today counts, in whichever order they were scanned", () => {
    const advance = card('CK2270199999123', '2027-01-01', undefined);
    const scan = (identity: Identity): FlowEvent => ({
      type: 'card-read',
      identity,
      sessionId: firstSession,
      today,
    });
    const stored = ([advance, anhInsurance] as const).flatMap((first) => {
      const second = first === advance ? anhInsurance : advance;
      const { effects } = walk([scan(first), scan(second), ...plainVisit.slice(1, 3)]);
      return effects.flatMap((effect) => (effect.do === 'store-visit' ? [effect.request.patient.insurance] : []));
    });
    expect(stored.map((insurance) => insurance?.number)).toEqual(['HT2270199999123', 'HT2270199999123']);
  });

  test('a card whose validity does not read is neither valid nor expired, and yields to one that is valid', () => {
    const unread: Identity = {
      ...card('HT2270199999777', '2026-01-01', undefined),
      warnings: ['validity-not-readable'],
    };
    const begun = insuranceOn([unread], today);
    expect(begun && validityOn(begun, today)).toBe('not-known');
    expect(insuranceOn([unread, anhInsurance], today)?.document.number).toBe('HT2270199999123');
    expect(patientFromIdentities([unread], today).insurance).toMatchObject({
      validTo: undefined,
      validityNotReadable: true,
    });
  });
});
