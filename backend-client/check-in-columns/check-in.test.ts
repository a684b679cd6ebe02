import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { objectCodes } from '#config/catalogues/object-codes.ts';
import { treatmentKinds } from '#config/catalogues/treatment-kinds.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { Patient, PatientBirth } from '../contract/patient.ts';
import { anh, erika, nobody, syntheticSite, typedPapers } from '../contract/synthetic-people.ts';
import { checkInFrom } from './check-in.ts';
import { cutText } from './column-text.ts';
import { columnNames, columns } from './columns.ts';
import { provisionalObjectCode } from './object-code.ts';
import { sampleCheck, sampleFacts } from './sample-facts.ts';

const unknownToKiosks = [
  ...['NGAY_VAO_NOI_TRU', 'LY_DO_VNT', 'MA_LY_DO_VNT', 'MA_DICH_VU', 'TEN_DICH_VU', 'MA_THUOC', 'TEN_THUOC'],
  ...['MA_VAT_TU', 'TEN_VAT_TU', 'NGAY_YL', 'DU_PHONG'],
];
const empty = Object.fromEntries(unknownToKiosks.map((name) => [name, '']));

test('an insured patient fills every column that a kiosk can know', () => {
  assert.deepEqual(checkInFrom(sampleFacts, syntheticSite), {
    columns: {
      ...empty,
      MA_LK: 'V1S1T000000000000001',
      STT: '1',
      MA_BN: 'BN-000123',
      HO_TEN: 'Nguyễn Thị Ngọc Ánh',
      SO_CCCD: '001148000001',
      NGAY_SINH: '194808150000',
      GIOI_TINH: '2',
      MA_THE_BHYT: 'DN4010199999999',
      MA_DKBD: '27005',
      GT_THE_TU: '20260101',
      GT_THE_DEN: '20270630',
      MA_DOITUONG_KCB: '1.1',
      NGAY_VAO: '202611220812',
      MA_LOAI_KCB: '01',
      MA_CSKCB: '27005',
    },
    objectCodeReason: 'registered-here',
    problems: [],
  });
});

test('of somebody without a citizen number the old card or the passport stands in its column, and their own patient code in its', () => {
  const row = (patient: Patient) => {
    const { columns: row } = checkInFrom(
      { ...sampleFacts, patient, contact: undefined, insuranceCheck: undefined },
      syntheticSite,
    );
    return [row.SO_CCCD, row.MA_BN, row.HO_TEN];
  };
  assert.deepEqual(
    [row(erika), row(typedPapers), row({ ...typedPapers, citizen: anh.citizen })],
    [
      ['C01X0001', '', 'MUSTER ERIKA'],
      ['012345678', 'BN00012345', ''],
      [anh.citizen?.number, 'BN00012345', ''],
    ],
  );
});

test('a visit without papers claims to know nothing', () => {
  const facts = { ...sampleFacts, patient: nobody, contact: undefined, insuranceCheck: undefined };
  const { columns: row } = checkInFrom(facts, syntheticSite);
  assert.deepEqual(Object.fromEntries(Object.entries(row).filter(([, text]) => text !== '')), {
    MA_LK: 'V1S1T000000000000001',
    STT: '1',
    GIOI_TINH: '3',
    MA_DOITUONG_KCB: '9',
    NGAY_VAO: '202611220812',
    MA_LOAI_KCB: '01',
    MA_CSKCB: '27005',
  });
});

test('the 26 columns stand in the order of the decision', () => {
  assert.equal(
    Object.keys(checkInFrom(sampleFacts, syntheticSite).columns).join(' '),
    'MA_LK STT MA_BN HO_TEN SO_CCCD NGAY_SINH GIOI_TINH MA_THE_BHYT MA_DKBD GT_THE_TU GT_THE_DEN MA_DOITUONG_KCB NGAY_VAO ' +
      'NGAY_VAO_NOI_TRU LY_DO_VNT MA_LY_DO_VNT MA_LOAI_KCB MA_CSKCB MA_DICH_VU TEN_DICH_VU MA_THUOC TEN_THUOC MA_VAT_TU ' +
      'TEN_VAT_TU NGAY_YL DU_PHONG',
  );
});

test('what is not known of a birth is written as zeros', () => {
  const births: readonly PatientBirth[] = [
    { precision: 'day', date: '1948-08-15' },
    { precision: 'month', month: '1948-08' },
    { precision: 'year', year: 1948 },
  ];
  assert.deepEqual(
    births.map((birth) => checkInFrom({ ...sampleFacts, patient: { ...anh, birth } }, syntheticSite).columns.NGAY_SINH),
    ['194808150000', '194808000000', '194800000000'],
  );
});

test('a replaced card gives way to the new one, with nothing of the old', () => {
  const { validFrom, validTo, facilityCode, ...check } = sampleCheck;
  const nothing = { validFrom: undefined, validTo: undefined, facilityCode: undefined };
  const insuranceCheck = {
    ...check,
    ...nothing,
    path: 'insured-by-new-card',
    newCardNumber: 'GD4010199999999',
  } as const;
  const { columns: row, objectCodeReason } = checkInFrom({ ...sampleFacts, insuranceCheck }, syntheticSite);
  assert.deepEqual(
    [row.MA_THE_BHYT, row.MA_DKBD, row.GT_THE_TU, row.GT_THE_DEN, row.MA_DOITUONG_KCB, objectCodeReason],
    ['GD4010199999999', '', '', '', '', 'registration-place-unknown'],
  );
});

test('the card that the gateway knows of a citizen stands in the row', () => {
  const patient = { ...anh, insurance: undefined };
  const insuranceCheck = { ...sampleCheck, cardNumber: 'DN4010199999999' };
  assert.equal(
    checkInFrom({ ...sampleFacts, patient, insuranceCheck }, syntheticSite).columns.MA_THE_BHYT,
    'DN4010199999999',
  );
});

const citizenOnly = { ...anh, insurance: undefined };
const slip: Appointment = {
  appointmentId: 'H-1',
  kind: 'follow-up-slip',
  serviceHisCode: 'K01',
  startsAt: undefined,
  description: undefined,
};
const letter = (standing: 'valid' | 'expired') =>
  ({ referral: { signedOn: '2026-11-16', validFor: 'ten-working-days', standing } }) as const;
const answered = (path: (typeof sampleCheck)['path'], resultCode: string, facilityCode?: string) =>
  ({ ...sampleCheck, path, resultCode, facilityCode }) as const;

test.for<[string, Partial<VisitFacts>, string]>([
  ['registered here', {}, '1.1 registered-here'],
  ['registered here, with a slip', { appointment: slip }, '1.1 registered-here'],
  ['registered elsewhere', { insuranceCheck: undefined }, ' registered-elsewhere'],
  ['registered elsewhere, with a slip', { insuranceCheck: undefined, appointment: slip }, '1.5 follow-up-slip'],
  [
    'army card, elsewhere',
    { insuranceCheck: answered('insured-show-papers', '001', '01001') },
    ' registered-elsewhere',
  ],
  ['expired', { insuranceCheck: answered('expired', '010') }, '9 insurance-expired'],
  ['withdrawn', { insuranceCheck: answered('see-desk', '110') }, ' desk-decides'],
  ['wrong name', { insuranceCheck: answered('scan-again', '060') }, ' desk-decides'],
  ['a card that the gateway does not know', { insuranceCheck: answered('see-desk', '050') }, ' desk-decides'],
  [
    'a citizen without a card',
    { patient: citizenOnly, insuranceCheck: answered('see-desk', '050') },
    '9 no-insurance-found',
  ],
  ['a citizen whom nobody could check', { patient: citizenOnly, insuranceCheck: undefined }, ' not-verified'],
  ['the gateway was down', { patient: citizenOnly, insuranceCheck: answered('not-verified', '500') }, ' not-verified'],
  ['the gateway was down, card read', { insuranceCheck: answered('not-verified', '500') }, ' registered-elsewhere'],
  ['no papers', { patient: nobody, insuranceCheck: undefined }, '9 no-insurance-shown'],
  ['registered here, with a letter', { purpose: 'referral' }, '1.1 registered-here'],
  ['elsewhere, with a valid letter', { insuranceCheck: undefined, answers: letter('valid') }, '1.3 referral-letter'],
  [
    'elsewhere, with a letter and a slip: the first of the decision',
    { insuranceCheck: undefined, appointment: slip, answers: letter('valid') },
    '1.3 referral-letter',
  ],
  ['elsewhere, says they have a letter', { insuranceCheck: undefined, purpose: 'referral' }, '1.3 referral-said'],
  [
    'elsewhere, with a letter that has run out',
    { insuranceCheck: undefined, purpose: 'referral', answers: letter('expired') },
    ' registered-elsewhere',
  ],
  ['elsewhere, says it is a follow-up', { insuranceCheck: undefined, purpose: 'follow-up' }, '1.5 follow-up-said'],
  ['pays by themselves, whatever the card says', { purpose: 'self-paid' }, '9 self-paid'],
  [
    'a letter, and a card that has run out',
    { purpose: 'referral', insuranceCheck: answered('expired', '010') },
    '9 insurance-expired',
  ],
])('on what terms: %s', ([, changed, expected]) => {
  const { code, reason } = provisionalObjectCode({ ...sampleFacts, ...changed }, syntheticSite.facilityCode);
  assert.equal(`${code} ${reason}`, expected);
});

test('the kind of treatment is an examination, or left to the hospital where nobody is examined', () => {
  const kindFor = (purpose: string) => checkInFrom({ ...sampleFacts, purpose }, syntheticSite).columns.MA_LOAI_KCB;
  assert.deepEqual(['examination', 'referral', 'unsure', 'Hội chẩn', 'results', 'vitals'].map(kindFor), [
    '01',
    '01',
    '01',
    '01',
    '',
    '',
  ]);
});

test('a number that does not fit is left out and named, a long name is cut between letters and named', () => {
  const { columns: row, problems } = checkInFrom(
    {
      ...sampleFacts,
      patient: {
        ...anh,
        fullName: 'ễ'.repeat(300),
        citizen: { number: '0011480000011148', oldNumber: undefined, issuedOn: undefined },
      },
      contact: { phone: undefined, patientCode: 'BN 1', phoneConfirmed: undefined },
    },
    { ...syntheticSite, facilityCode: 'HOSPITAL7' },
  );
  assert.deepEqual(
    [row.SO_CCCD, row.MA_CSKCB, row.MA_BN, row.HO_TEN, problems],
    [
      '',
      '',
      '',
      'ễ'.repeat(255),
      [
        { column: 'MA_BN', problem: 'not-a-code' },
        { column: 'HO_TEN', problem: 'cut' },
        { column: 'SO_CCCD', problem: 'too-long' },
        { column: 'MA_CSKCB', problem: 'too-long' },
      ],
    ],
  );
});

test('a text is never cut inside a letter, and a 12-digit number never at all', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 600 });
  fc.assert(
    fc.property(text, fc.stringMatching(/^\d{12}$/), (fullName, number) => {
      const patient = { ...anh, fullName, citizen: { number, oldNumber: undefined, issuedOn: undefined } };
      const { columns: row } = checkInFrom({ ...sampleFacts, patient }, syntheticSite);
      assert.equal(row.SO_CCCD, number);
      for (const name of columnNames) assert.ok(row[name].length <= columns[name].longest, name);
      assert.ok(row.HO_TEN.isWellFormed() && !/\p{Cc}/u.test(row.HO_TEN));
    }),
  );
  assert.deepEqual([cutText('e\u0302\u0301x', 2), cutText('👩‍👩‍👧x', 7), cutText('ab', 1)], ['', '', 'a']);
});

test('the catalogues have the rows of their decisions', () => {
  assert.deepEqual(
    [Object.keys(objectCodes).length, Object.keys(treatmentKinds).length, columnNames.length],
    [27, 16, 26],
  );
});
