import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, answersOfAnh, nobody } from '../contract/synthetic-people.ts';
import { factOf, factsOfSitting, meanOfThree } from '../contract/synthetic-readings.ts';
import { anybody } from './evidence/hostile-person.ts';
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
import { patientResource } from './patient.ts';
import { createFhirRenderer } from './renderer.ts';
import { identifierSystems } from './systems.ts';

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

test('a message rendered again under its id has the same bytes, and under another id another name', () => {
  fc.assert(
    fc.property(anybody, (patient) => {
      const [once, again, anew] = [1, 1, 2].map((id) => ordinary.render(registration(patient), controlId(id)));
      assert.deepEqual(once, again);
      assert.notDeepEqual(once, anew);
    }),
  );
});

test('names of cards come back from a bundle as they are on the card', () => {
  const word = fc.constantFrom('Nguyễn', 'Tôn', 'Nữ', 'Thị', 'Ngọc', 'Ánh', 'Đặng', 'Ỷ');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 7 }), (words) => {
      const fullName = words.join(' ');
      const [name] =
        patientResource(visitFacts({ ...anh, fullName }), identifierSystems(endpointSettings(), site)).name ?? [];
      assert.deepEqual([name?.text, [name?.family, ...(name?.given ?? [])].join(' ')], [fullName, fullName]);
    }),
  );
});
