import { describe, expect, test } from 'vitest';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { TicketNumber } from '../contract/visit.ts';
import { type LaterFacts, mergeFacts } from './merge-facts.ts';
import { insured, lan } from './store.bench.ts';

const number: TicketNumber = { series: 'A', sequence: 1, text: 'A001' };
const known: VisitFacts = {
  visit: {
    visitId: 'V1' as VisitId,
    day: '2026-11-21' as BusinessDay,
    number,
    service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: 'P.101' },
    priority: undefined,
    storedAt: 0,
    paper: 'printed',
    replaces: undefined,
  },
  patient: insured(lan, 'HT2270199999123'),
  purpose: 'examination',
  contact: undefined,
  insuranceCheck: undefined,
  appointment: undefined,
};
const slip = {
  appointmentId: 'LH-1',
  kind: 'follow-up-slip',
  serviceHisCode: undefined,
  startsAt: undefined,
  description: undefined,
} as const;
const check: InsuranceCheck = {
  resultCode: '000',
  path: 'insured',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  newCardNumber: undefined,
  facilityCode: '01001',
  transactionId: 'T1',
  checkedAt: 1,
};
const phone = { phone: '0900000001', patientCode: 'BN1', phoneConfirmed: undefined };
const again: LaterFacts = { patient: known.patient };

test('a second scan brings along everything that the first one did not know', () => {
  const merged = mergeFacts(known, {
    ...again,
    purpose: 'follow-up',
    appointment: slip,
    contact: { ...phone, phoneConfirmed: true },
    insuranceCheck: check,
    priority: { ground: 'age-75', certain: true },
  });
  expect(merged?.facts).toEqual({
    ...known,
    visit: { ...known.visit, priority: { ground: 'age-75', certain: true } },
    purpose: 'follow-up',
    appointment: slip,
    contact: { ...phone, phoneConfirmed: true },
    insuranceCheck: check,
  });
  expect(merged?.arrived).toEqual(slip);
});

test('a second scan that knows less takes nothing away, and nobody is told', () => {
  const all = mergeFacts(known, { ...again, appointment: slip, contact: phone, insuranceCheck: check })?.facts;
  expect(all && mergeFacts(all, again)).toBeUndefined();
  expect(all && mergeFacts(all, { ...again, purpose: 'examination' })).toBeUndefined();
});

test('what was merged once is not new the next time', () => {
  const later = { ...again, appointment: slip, contact: phone, insuranceCheck: check } as const;
  const merged = mergeFacts(known, later)?.facts;
  expect(merged && mergeFacts(merged, later)).toBeUndefined();
});

describe('the answer about the insurance card', () => {
  const checked = { ...known, insuranceCheck: check };
  test('is not new when only its time and its number are', () => {
    const later = { ...again, insuranceCheck: { ...check, checkedAt: 99, transactionId: 'T2' } };
    expect(mergeFacts(checked, later)).toBeUndefined();
  });

  test('is the newer one when it says something else, and none takes nothing away', () => {
    const expired: InsuranceCheck = { ...check, resultCode: '010', path: 'expired' };
    expect(mergeFacts(checked, { ...again, insuranceCheck: expired })?.facts.insuranceCheck).toEqual(expired);
    const none: InsuranceCheck = { ...check, resultCode: '', path: 'not-verified' };
    expect(mergeFacts(checked, { ...again, insuranceCheck: none })).toBeUndefined();
  });
});

describe('the phone number', () => {
  const met = { ...known, contact: phone };
  test('that the patient said is wrong is not forgotten when nobody asks again', () => {
    const denied = mergeFacts(met, { ...again, contact: { ...phone, phoneConfirmed: false } })?.facts;
    expect(denied?.contact?.phoneConfirmed).toBe(false);
    expect(denied && mergeFacts(denied, { ...again, contact: phone })).toBeUndefined();
  });

  test('that the patient confirms replaces another one, and the code of the hospital stays', () => {
    const other = { phone: '0900000002', patientCode: undefined, phoneConfirmed: true };
    expect(mergeFacts(met, { ...again, contact: other })?.facts.contact).toEqual({ ...other, patientCode: 'BN1' });
  });
});

test('a visit keeps its appointment: more of the same is added, another one is not', () => {
  const visited = { ...known, appointment: slip };
  const fuller = { ...slip, serviceHisCode: 'K01', startsAt: 5 };
  const merged = mergeFacts(visited, { ...again, appointment: fuller });
  expect([merged?.facts.appointment, merged?.arrived]).toEqual([fuller, undefined]);
  expect(mergeFacts(visited, { ...again, appointment: { ...slip, appointmentId: 'LH-2' } })).toBeUndefined();
});

describe('documents', () => {
  const card = known.patient.insurance;
  test('of the same number are completed', () => {
    const fuller = { ...lan, insurance: card && { ...card, validTo: '2026-12-31', benefitLevel: '4' } };
    const merged = mergeFacts(known, { patient: fuller })?.facts.patient;
    expect(merged?.insurance).toEqual({ ...card, validTo: '2026-12-31', benefitLevel: '4' });
  });

  test('a new insurance card counts when it is valid longer than the old one', () => {
    const old = { ...known, patient: { ...lan, insurance: card && { ...card, validTo: '2026-06-30' } } };
    const renewed = card && { ...card, number: 'HT2270199999124', validTo: '2027-06-30' };
    expect(mergeFacts(old, { patient: { ...lan, insurance: renewed } })?.facts.patient.insurance).toEqual(renewed);
    const older = card && { ...card, number: 'HT2270199999122', validTo: '2025-06-30' };
    expect(mergeFacts(old, { patient: { ...lan, insurance: older } })).toBeUndefined();
  });

  test('an address that another card brings says which card it is from', () => {
    const { address: _, ...homeless } = lan;
    const first = { ...known, patient: { ...homeless, address: undefined, source: 'qr-cccd' as const } };
    const merged = mergeFacts(first, { patient: { ...lan, source: 'qr-bhyt' } })?.facts.patient;
    expect([merged?.address, merged?.source, merged?.addressSource]).toEqual([lan.address, 'qr-cccd', 'qr-bhyt']);
  });
});
