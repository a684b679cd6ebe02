import assert from 'node:assert/strict';
import type { Resource } from '@medplum/fhirtypes';
import { test } from 'vitest';
import type { Fact } from '../../contract/fact.ts';
import { createFhirRenderer } from '../renderer.ts';
import { controlId, endpointSettings, reading, registration, site, visitFacts } from './synthetic-facts.ts';
import { mistakesIn, mistakesOf } from './validate.ts';

const ordinary = createFhirRenderer({ endpoint: endpointSettings(), site });

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
