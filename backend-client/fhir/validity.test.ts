import assert from 'node:assert/strict';
import type { Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import {
  anh,
  arrival,
  controlId,
  correction,
  endpointSettings,
  nobody,
  reading,
  registration,
  site,
  visitFacts,
} from './evidence/synthetic-facts.ts';
import { mistakesIn, mistakesOf } from './evidence/validate.ts';
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
  ['an arrival', arrival('1234')],
  ['an arrival with an id that is no resource id', arrival('LH/42|7')],
  ['a reading of a known visit', reading(visitFacts())],
  ['a reading of a kiosk that only measures', reading(undefined)],
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

/** Each is found by somebody; a chain that lets one through proves nothing. */
const planted: readonly (readonly [string, Fact, (entries: Record<string, Record<string, unknown>>) => void])[] = [
  ['a sex that is none', registration(), ({ Patient }) => Object.assign(Patient ?? {}, { gender: 'F' })],
  ['31 February', registration(), ({ Patient }) => Object.assign(Patient ?? {}, { birthDate: '1980-02-31' })],
  [
    'a birth date with a time',
    registration(),
    ({ Patient }) => Object.assign(Patient ?? {}, { birthDate: '1980-02-01T00:00:00Z' }),
  ],
  [
    'a field that FHIR does not have',
    registration(),
    ({ Patient }) => Object.assign(Patient ?? {}, { nationality: 'VN' }),
  ],
  ['an empty name', registration(), ({ Patient }) => Object.assign(Patient ?? {}, { name: [] })],
  [
    'a phone without a system (cpt-2)',
    registration(),
    ({ Patient }) => Object.assign(Patient ?? {}, { telecom: [{ value: '0912345678' }] }),
  ],
  [
    'an end before its start (per-1)',
    registration(),
    ({ Encounter }) => Object.assign(Encounter ?? {}, { period: { start: '2026-11-22', end: '2026-11-21' } }),
  ],
  ['an encounter without a class', registration(), ({ Encounter }) => delete Encounter?.class],
  [
    'a class that HL7 does not have',
    registration(),
    ({ Encounter }) =>
      Object.assign(Encounter ?? {}, {
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMBU' },
      }),
  ],
  [
    'a code that says what another says',
    registration(),
    ({ Encounter }) =>
      Object.assign(Encounter ?? {}, {
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'emergency' },
      }),
  ],
  [
    'an encounter status of R5',
    registration(),
    ({ Encounter }) => Object.assign(Encounter ?? {}, { status: 'completed' }),
  ],
  [
    'a patient that is an organisation',
    registration(),
    ({ Encounter }) => Object.assign(Encounter ?? {}, { subject: { reference: 'Organization/1' } }),
  ],
  [
    'a reference into nothing',
    registration(),
    ({ Coverage }) =>
      Object.assign(Coverage ?? {}, { beneficiary: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000000' } }),
  ],
  ['a coverage without a payor', registration(), ({ Coverage }) => delete Coverage?.payor],
  [
    'a coverage that its condition does not find',
    registration(),
    ({ Coverage }) => Object.assign(Coverage ?? {}, { identifier: [{ value: '1' }] }),
  ],
  ['a provenance without an agent', registration(), ({ Provenance }) => delete Provenance?.agent],
  ['an observation without a status', reading(visitFacts()), ({ Observation }) => delete Observation?.status],
  [
    'a vital sign without a category',
    reading(visitFacts()),
    ({ Observation }) => Object.assign(Observation ?? {}, { category: [{ text: 'vital' }] }),
  ],
  ['a vital sign without a time', reading(visitFacts()), ({ Observation }) => delete Observation?.effectiveDateTime],
  [
    'two values at once',
    reading(visitFacts()),
    ({ Observation }) => Object.assign(Observation ?? {}, { valueString: '72' }),
  ],
  [
    'a heart rate in hertz',
    reading(visitFacts()),
    ({ Observation }) =>
      Object.assign(Observation ?? {}, {
        valueQuantity: { value: 72, unit: 'Hz', system: 'http://unitsofmeasure.org', code: 'Hz' },
      }),
  ],
  [
    'an extension with value and children (ext-1)',
    reading(visitFacts()),
    ({ Observation }) =>
      Object.assign(Observation ?? {}, {
        extension: [{ url: 'urn:x', valueString: 'a', extension: [{ url: 'b', valueString: 'c' }] }],
      }),
  ],
];

test.for(planted)('the validators notice %s', { timeout: 30_000 }, ([, fact, spoil]) => {
  const bundle = JSON.parse(new TextDecoder().decode(ordinary.render(fact, controlId(1)))) as {
    entry: { resource: Record<string, unknown> }[];
  };
  spoil(Object.fromEntries(bundle.entry.map(({ resource }) => [String(resource.resourceType), resource])));
  const mistakes = mistakesIn(new TextEncoder().encode(JSON.stringify(bundle)));
  assert.notDeepEqual(mistakes, []);
});

const hostile = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '|',
        ',',
        '$',
        '\\',
        '"',
        '&',
        '?',
        '#',
        '%',
        '\r',
        '\n',
        '\u0000',
        '\u2028',
        '\ud800',
        'Ánh',
        ' ',
        '\ufeff',
        '\u00a0',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);
const birth = fc.oneof(
  fc.constant(undefined),
  fc.record({
    precision: fc.constant('day' as const),
    date: fc.oneof(hostile, fc.constantFrom('1980-02-31', '2024-02-29', '0000-00-00')),
  }),
  fc.record({
    precision: fc.constant('month' as const),
    month: fc.oneof(hostile, fc.constantFrom('1980-13', '1980-02')),
  }),
  fc.record({ precision: fc.constant('year' as const), year: fc.integer({ min: -5, max: 99_999 }) }),
);
const anybody: fc.Arbitrary<Patient> = fc.record({
  fullName: fc.option(hostile, { nil: undefined }),
  birth,
  sex: fc.constantFrom('male', 'female', 'unknown'),
  address: fc.option(hostile, { nil: undefined }),
  citizen: fc.option(fc.record({ number: hostile, oldNumber: hostile, issuedOn: hostile }), { nil: undefined }),
  insurance: fc.option(
    fc.record({
      number: hostile,
      facilityCode: hostile,
      validFrom: fc.oneof(hostile, fc.constant('2026-12-31')),
      validTo: fc.oneof(hostile, fc.constant('2026-01-01')),
      fiveYearsOn: hostile,
      benefitLevel: hostile,
    }),
    { nil: undefined },
  ),
  source: fc.constantFrom('qr-cccd', 'qr-bhyt', 'chip', 'none'),
});

test('no name, address or number makes a bundle that is not valid', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anybody, hostile, hostile, (patient, phone, text) => {
      const told = { phone, patientCode: text, phoneConfirmed: true };
      const taken = reading(visitFacts(patient, { contact: told }), { deviceModel: text, deviceTime: phone });
      for (const fact of [registration(patient, { contact: told }), correction(patient), taken])
        assert.deepEqual(mistakesIn(ordinary.render(fact, controlId(1))), []);
    }),
    { numRuns: 40 },
  );
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

test("HL7's own example of a blood pressure passes", () => {
  assert.deepEqual(mistakesOf(officialExample), []);
});

/** After http://hl7.org/fhir/R4/observation-example-bloodpressure.json (CC0), without its narrative. */
const officialExample: Resource = {
  resourceType: 'Observation',
  meta: { profile: ['http://hl7.org/fhir/StructureDefinition/vitalsigns'] },
  identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:187e0c12-8dd2-67e2-99b2-bf273c878281' }],
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  subject: { reference: 'Patient/example' },
  effectiveDateTime: '2012-09-17',
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: 107, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] },
      valueQuantity: { value: 60, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
  ],
};
