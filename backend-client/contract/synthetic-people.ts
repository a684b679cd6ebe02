import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Patient } from './patient.ts';
import type { StoredVisit } from './visit.ts';
import type { VisitAnswers } from './visit-answers.ts';

/** For tests and for the examples of the guides: people who do not exist, a visit and a kiosk. */

export const syntheticSite = {
  facilityCode: '27005',
  kioskId: 'kiosk-1',
  timeZone: 'Asia/Ho_Chi_Minh',
  profile: 'production',
} as const;

/** Everything that cards can say. */
export const anh: Patient = {
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh',
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

/** Without papers. */
export const nobody: Patient = {
  fullName: undefined,
  birth: undefined,
  sex: 'unknown',
  address: undefined,
  citizen: undefined,
  insurance: undefined,
  source: 'none',
};

/** A Sunday, 08:12 in Vietnam. */
/** A foreigner by her passport, and what somebody typed who had none of these cards with them. */
export const erika: Patient = {
  ...nobody,
  fullName: 'MUSTER ERIKA',
  birth: { precision: 'day', date: '1964-08-12' },
  sex: 'female',
  passport: { number: 'C01X0001', issuer: 'D', nationality: 'D', expiresOn: '2031-10-31' },
  source: 'passport-mrz',
};
export const typedPapers: Patient = {
  ...nobody,
  oldIdentityCard: { number: '012345678' },
  patientCode: 'BN00012345',
  saidPhone: '0901234567',
  source: 'typed',
};

export const visitOfAnh: StoredVisit = {
  visitId: 'V1S1T000000000000001' as VisitId,
  day: '2026-11-22' as BusinessDay,
  number: { series: 'UA', sequence: 3, text: 'UA003' },
  service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: 'P.101' },
  priority: { ground: 'age-75', certain: false },
  storedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
  paper: 'pending',
  replaces: undefined,
};

/** Everything that a patient can be asked. */
export const answersOfAnh = {
  companion: {
    relation: 'child',
    fullName: 'Trần Văn Thử',
    citizenNumber: '001075000002',
    consent: {
      purpose: 'companion-details',
      granted: true,
      wordsHash: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      language: 'vi',
      shownMs: 3000,
      by: 'companion',
      at: visitOfAnh.storedAt,
    },
  },
  consents: [
    {
      purpose: 'messages',
      granted: true,
      wordsHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      language: 'vi',
      shownMs: 8200,
      by: 'patient',
      at: visitOfAnh.storedAt,
    },
    {
      purpose: 'research',
      granted: false,
      wordsHash: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      language: 'vi',
      shownMs: 4100,
      by: 'patient',
      at: visitOfAnh.storedAt,
    },
  ],
  particulars: {
    ethnicity: '02',
    occupation: 'retired',
    address: 'Số 9, Phố Tạm Trú, Hà Nội',
    phone: '0987000009',
  },
  screening: { signs: ['fever', 'cough'], temperature: 38.2, isolate: true },
  preparation: { hasEaten: false },
  referral: { signedOn: '2026-11-16', validFor: 'ten-working-days', standing: 'valid' },
} as const satisfies Required<VisitAnswers>;
