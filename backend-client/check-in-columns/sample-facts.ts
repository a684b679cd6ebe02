import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { RegistrationFact } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { Patient } from '../contract/patient.ts';

/** Synthetic people and a visit, for tests. */

export const sampleSite = {
  facilityCode: '27005',
  kioskId: 'kiosk-1',
  timeZone: 'Asia/Ho_Chi_Minh',
  profile: 'production',
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: 'P.101' }],
} as const;

export const samplePatient: Patient = {
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: 'Số 1, Đại Cồ Việt, Hà Nội',
  citizen: { number: '001148000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  insurance: {
    number: 'DN4010199999999',
    facilityCode: '01001',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    fiveYearsOn: '2028-01-01',
    benefitLevel: '4',
  },
  source: 'qr-cccd',
};

export const patientWithoutPapers: Patient = {
  fullName: undefined,
  birth: undefined,
  sex: 'unknown',
  address: undefined,
  citizen: undefined,
  insurance: undefined,
  source: 'none',
};

export const sampleCheck: InsuranceCheck = {
  resultCode: '000',
  path: 'insured',
  validFrom: '2026-01-01',
  validTo: '2027-06-30',
  newCardNumber: undefined,
  facilityCode: '27005',
  transactionId: 'GD-1',
  checkedAt: Date.UTC(2026, 10, 22, 1, 11, 58),
};

export const sampleFacts: RegistrationFact = {
  kind: 'registration',
  visit: {
    visitId: 'V1S1T000000000000001' as VisitId,
    day: '2026-11-22' as BusinessDay,
    number: { series: 'UA', sequence: 3, text: 'UA003' },
    serviceCode: 'noi',
    priority: { ground: 'age-75', certain: false },
    storedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
    paper: 'pending',
  },
  patient: samplePatient,
  purpose: 'examination',
  contact: { phone: '0912345678', patientCode: 'BN-000123', phoneConfirmed: true },
  insuranceCheck: sampleCheck,
  appointment: undefined,
};
