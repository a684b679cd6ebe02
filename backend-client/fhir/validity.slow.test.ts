import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, answersOfAnh, nobody } from '../contract/synthetic-people.ts';
import { factOf, factsOfSitting, meanOfThree } from '../contract/synthetic-readings.ts';
import { anybody, hostile } from './evidence/hostile-person.ts';
import {
  arrival,
  controlId,
  correction,
  endpointSettings,
  reading,
  registration,
  site,
  visitFacts,
} from './evidence/synthetic-facts.ts';
import { mistakesIn } from './evidence/validate.ts';
import { createFhirRenderer } from './renderer.ts';

const ordinary = createFhirRenderer({ endpoint: endpointSettings(), site });
const careful = createFhirRenderer({ endpoint: endpointSettings({ corrections: 'keep-patient' }), site });
const demo = createFhirRenderer({ endpoint: endpointSettings(), site: { ...site, profile: 'demo' } });

const contact = { phone: '+84912345678', patientCode: 'BN000123', phoneConfirmed: true };
const appointment = {
  appointmentId: 'LH-42',
  kind: 'appointment',
  serviceHisCode: 'K01',
  startsAt: undefined,
  description: undefined,
} as const;
const insuranceCheck = {
  resultCode: '003',
  path: 'insured-by-new-card',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  newCardNumber: 'DN4010199999998',
  facilityCode: '01001',
  transactionId: 'GD-0001',
  checkedAt: Date.UTC(2026, 10, 22, 1, 11),
} as const;
const childOfYear: Patient = { ...nobody, fullName: 'Y', birth: { precision: 'year', year: 2024 }, source: 'qr-bhyt' };

const facts: readonly (readonly [string, Fact])[] = [
  ['a patient with every paper', registration(anh, { contact, appointment, insuranceCheck, purpose: 'follow-up' })],
  ['a patient without papers', registration(nobody)],
  ['a one-word name and a birth year', registration(childOfYear)],
  ['a birth month', registration({ ...anh, birth: { precision: 'month', month: '1948-08' } })],
  ['an insurance card alone', registration({ ...anh, citizen: undefined, source: 'qr-bhyt' })],
  ['a correction', correction(anh, { contact, insuranceCheck })],
  ['a correction without insurance', correction({ ...anh, insurance: undefined, source: 'chip' })],
  ['a genuine chip', registration({ ...anh, source: 'chip', chip: 'genuine' })],
  ['a chip of another card', correction({ ...anh, chip: 'does-not-match' })],
  ['a patient who answered everything', registration(anh, { answers: answersOfAnh, purpose: 'referral' })],
  ['a correction of what was answered', correction(anh, { answers: answersOfAnh })],
  [
    'a companion of whom only the relation is known, and answers that say little',
    registration(nobody, {
      purpose: 'unsure',
      answers: {
        companion: { relation: 'other', fullName: undefined, citizenNumber: undefined },
        particulars: { address: 'Số 9, Phố Tạm Trú' },
        screening: { signs: [], isolate: false },
        referral: { signedOn: undefined, validFor: undefined, standing: 'not-known' },
      },
    }),
  ],
  ['an arrival', arrival('1234')],
  ['an arrival with a chip that could not be verified', arrival('1234', { ...anh, chip: 'not-verified' })],
  ['an arrival with an id that is no resource id', arrival('LH/42|7')],
  ['a reading of a known visit', reading(visitFacts())],
  ['a reading of a kiosk that only measures', reading(undefined)],
  ...factsOfSitting(visitFacts()).map((fact, at) => [`reading ${at + 1} of a sitting and its mean`, fact] as const),
  ['the mean of a kiosk that only measures', factOf({ ...meanOfThree, derivedFrom: undefined }, undefined)],
  [
    'weight, height, BMI, temperature, oxygen, pulse and glucose',
    reading(undefined, {
      values: {
        kind: 'quantities',
        quantities: [
          { of: 'body-weight', value: 61.4, unit: 'kg' },
          { of: 'body-height', value: 162, unit: 'cm' },
          { of: 'body-mass-index', value: 23.4, unit: 'kg/m2' },
          { of: 'body-temperature', value: 36.6, unit: 'Cel' },
          { of: 'oxygen-saturation', value: 98, unit: '%' },
          { of: 'pulse-rate', value: 71, unit: '/min' },
          { of: 'glucose', value: 5.4, unit: 'mmol/L' },
        ],
      },
    }),
  ],
  [
    'a reading that says little',
    reading(undefined, {
      values: {
        kind: 'blood-pressure',
        systolic: 120,
        diastolic: 80,
        mean: undefined,
        pulse: 60,
        irregular: undefined,
        moved: undefined,
      },
      deviceModel: undefined,
      deviceTime: undefined,
      circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined },
    }),
  ],
];

test.for(facts)('no validator objects to %s', { timeout: 30_000 }, ([, fact]) => {
  for (const renderer of [ordinary, careful, demo])
    assert.deepEqual(mistakesIn(renderer.render(fact, controlId(1))), []);
});

test('no name, address or number makes a bundle that is not valid', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(anybody, hostile, hostile, (patient, phone, text) => {
      const told = { phone, patientCode: text, phoneConfirmed: true };
      const taken = reading(visitFacts(patient, { contact: told }), { deviceModel: text, deviceTime: phone });
      const said = {
        ...answersOfAnh,
        companion: { relation: 'child', fullName: patient.fullName, citizenNumber: phone },
        particulars: { ethnicity: phone, occupation: text, address: text, phone },
        consents: answersOfAnh.consents.map((consent) => ({ ...consent, purpose: text })),
        referral: { signedOn: text, validFor: undefined, standing: 'expired' },
      } as const;
      const answered = registration(patient, { answers: said });
      for (const fact of [registration(patient, { contact: told }), correction(patient), answered, taken])
        assert.deepEqual(mistakesIn(ordinary.render(fact, controlId(1))), []);
    }),
    { numRuns: 100 },
  );
});
