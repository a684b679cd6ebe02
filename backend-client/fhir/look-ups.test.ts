import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Appointment, Patient as FhirPatient, Observation } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterEach, test } from 'vitest';
import { anh, erika, nobody, typedPapers } from '../contract/synthetic-people.ts';
import { openFhirBench } from './evidence/fhir-bench.ts';
import { openMedplumHospital } from './evidence/medplum-hospital.ts';
import { answer, openScriptedHospital, outcome, type Script } from './evidence/scripted-hospital.ts';
import { day, endpointSettings, site } from './evidence/synthetic-facts.ts';
import { createFhirLookUps } from './look-ups.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function medplum(appointmentSystem?: string) {
  const hospital = await openMedplumHospital();
  const { identifierSystems } = endpointSettings();
  const kiosk = openFhirBench({
    baseUrl: hospital.baseUrl,
    ...(appointmentSystem ? { identifierSystems: { ...identifierSystems, appointment: appointmentSystem } } : {}),
  });
  openThings.push(hospital.close, kiosk.endpoint.close);
  const add = <Type extends FhirPatient | Appointment>(resource: Type) => hospital.repository.createResource(resource);
  return { hospital, lookUps: kiosk.lookUps, add };
}

async function scripted(script: Script) {
  const hospital = await openScriptedHospital(script, 'as-the-rest');
  const kiosk = openFhirBench({ baseUrl: hospital.baseUrl });
  openThings.push(hospital.close, kiosk.endpoint.close);
  return { hospital, kiosk };
}

const sid = 'http://fhir.ehealth.gov.vn/core/sid';
const citizen = { system: `${sid}/national_id`, value: '001148000001' };
const insurance = { system: `${sid}/insurance_number`, value: 'DN4010199999999' };
const code = { system: `${sid}/patient-internal-id`, value: 'BN000123' };

test('somebody whom the hospital knows comes back with code and phone, the mobile number first', async () => {
  const { lookUps, add } = await medplum();
  await add({
    resourceType: 'Patient',
    identifier: [citizen, code],
    telecom: [
      { system: 'phone', value: '0909 000 000', use: 'old' },
      { system: 'email', value: 'a@example.org' },
      { system: 'phone', value: '(024) 3869.3731', use: 'home', rank: 1 },
      { system: 'phone', value: '+84 912 345 678', use: 'mobile' },
    ],
  });
  assert.deepEqual(await lookUps.findPatient(anh), {
    ok: true,
    value: {
      patientCode: 'BN000123',
      contact: { phone: '+84912345678', patientCode: 'BN000123', phoneConfirmed: undefined },
      particulars: { phone: '+84912345678' },
    },
  });
});

test('somebody is found by their passport or patient code; the name on record is told of whoever typed none', async () => {
  const { lookUps, add } = await medplum();
  const passport = { system: 'http://hl7.org/fhir/sid/passport-DEU', value: 'C01X0001' };
  const name = [{ text: 'Muster Erika' }];
  await add({ resourceType: 'Patient', identifier: [passport, { ...code, value: 'BN00012345' }], name });
  const found = { patientCode: 'BN00012345', contact: undefined };
  assert.deepEqual(await lookUps.findPatient(erika), { ok: true, value: found });
  assert.deepEqual(await lookUps.findPatient(typedPapers), { ok: true, value: { ...found, fullName: 'Muster Erika' } });
  assert.deepEqual(await lookUps.findPatient({ ...erika, fullName: 'MUSTER HEIDI' }), {
    ok: false,
    problem: { kind: 'other-person' },
  });
});

test('what the hospital has on record is offered: people, occupation, and where somebody can be found', async () => {
  const { lookUps, add } = await medplum();
  const core = 'http://fhir.ehealth.gov.vn/core';
  const said = (name: string, system: string, value: string) => ({
    url: `${core}/StructureDefinition/extension-${name}`,
    valueCodeableConcept: {
      coding: [
        { system: 'urn:other', code: '99' },
        { system, code: value },
      ],
    },
  });
  await add({
    resourceType: 'Patient',
    identifier: [citizen, code],
    extension: [
      said('race', `${core}/CodeSystem/vn-core-race`, '02'),
      said('occupation', 'urn:tiep-don:code:occupation', 'farming'),
      // Religion, in spite of its name.
      said('ethic', `${core}/CodeSystem/vn-core-ethic`, '1'),
    ],
    address: [
      { use: 'old', text: 'Nhà cũ' },
      { use: 'home', text: 'Thường trú' },
      { use: 'home', type: 'physical', line: ['Số 9', 'Phố Tạm Trú'], city: 'Hà Nội' },
    ],
  });
  const found = await lookUps.findPatient(anh);
  assert.deepEqual(found.ok && found.value?.particulars, {
    ethnicity: '02',
    occupation: 'farming',
    address: 'Số 9, Phố Tạm Trú, Hà Nội',
  });
});

test("a record under the patient's number that names a twin is nobody's, and its appointments are not told", async () => {
  const { lookUps, add } = await medplum();
  const twin = await add({
    resourceType: 'Patient',
    identifier: [insurance, code],
    name: [{ family: 'Nguyễn', given: ['Thị', 'Ngọc', 'Ảnh'] }],
    birthDate: '1948-08-15',
    telecom: [{ system: 'phone', value: '0912345678' }],
  });
  await add({
    resourceType: 'Appointment',
    status: 'booked',
    start: `${day}T09:00:00+07:00`,
    participant: [{ status: 'accepted', actor: { reference: `Patient/${twin.id}` } }],
  });
  const another = { ok: false, problem: { kind: 'other-person' } };
  assert.deepEqual(await lookUps.findPatient(anh), another);
  assert.deepEqual(await lookUps.findAppointments(anh, undefined, day), another);
});

test.for([
  ['an insurance card', insurance.value],
  ['the ten digits of a newer card', '0199999999'],
] as const)('somebody is known by %s', async ([, value]) => {
  const { lookUps, add } = await medplum();
  await add({ resourceType: 'Patient', identifier: [{ ...insurance, value }, code] });
  assert.deepEqual(await lookUps.findPatient({ ...anh, citizen: undefined }), {
    ok: true,
    value: { patientCode: 'BN000123', contact: undefined },
  });
});

const known = { ok: true, value: { patientCode: 'BN000123', contact: undefined } };
const unknown = { ok: true, value: undefined };
const ambiguous = { ok: false, problem: { kind: 'ambiguous' } };

test.for<readonly [string, readonly FhirPatient[], object]>([
  ['nobody', [], unknown],
  [
    'two with the same number: the desk decides',
    [
      { resourceType: 'Patient', identifier: [citizen, code] },
      { resourceType: 'Patient', identifier: [citizen] },
    ],
    ambiguous,
  ],
  [
    'two, of whom one was merged into the other',
    [
      { resourceType: 'Patient', identifier: [citizen, code] },
      {
        resourceType: 'Patient',
        identifier: [citizen],
        link: [{ type: 'replaced-by', other: { reference: 'Patient/1' } }],
      },
    ],
    known,
  ],
  [
    'two, of whom one is inactive',
    [
      { resourceType: 'Patient', identifier: [citizen, code] },
      { resourceType: 'Patient', active: false, identifier: [citizen] },
    ],
    known,
  ],
  [
    'the citizen number on one, the insurance number on another: the citizen number decides',
    [
      { resourceType: 'Patient', identifier: [citizen, code] },
      { resourceType: 'Patient', identifier: [insurance] },
    ],
    known,
  ],
  [
    "the insurance number on somebody with another's citizen number",
    [{ resourceType: 'Patient', identifier: [insurance, code, { ...citizen, value: '001148000002' }] }],
    ambiguous,
  ],
  ['a record without a code of the hospital', [{ resourceType: 'Patient', identifier: [citizen] }], unknown],
])('found: %s', async ([, patients, expected]) => {
  const { lookUps, add } = await medplum();
  for (const patient of patients) await add(patient);
  assert.deepEqual(await lookUps.findPatient(anh), expected);
});

test('somebody without papers is not asked about', async () => {
  const { hospital, lookUps } = await medplum();
  assert.deepEqual(
    [await lookUps.findPatient(nobody), await lookUps.findAppointments(nobody, undefined, day)],
    [unknown, { ok: true, value: [] }],
  );
  assert.deepEqual(hospital.requests, []);
});

test('a server that answers with everybody it has gives nobody away', async () => {
  const stranger = {
    resourceType: 'Patient',
    id: '7',
    identifier: [{ ...citizen, value: '001148000002' }, code],
    telecom: [{ system: 'phone', value: '0912345678' }],
  };
  const { kiosk } = await scripted((_, response) =>
    answer(response, 200, { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: stranger }] }),
  );
  assert.deepEqual(await kiosk.lookUps.findPatient({ ...anh, insurance: undefined }), unknown);
});

test('blood pressures of earlier days come oldest first, one a day, the mean of a sitting before its readings', async () => {
  const { hospital, lookUps, add } = await medplum();
  const [mine, others] = [
    await add({ resourceType: 'Patient', identifier: [citizen, code] }),
    await add({ resourceType: 'Patient', identifier: [{ ...citizen, value: '001148000002' }] }),
  ];
  const panels = { reading: ['85354-9', '8480-6', '8462-4'], mean: ['96607-7', '96608-5', '96609-3'] } as const;
  const loinc = (each: string) => ({ coding: [{ system: 'http://loinc.org', code: each }] });
  const measured = (
    what: keyof typeof panels,
    at: string,
    [systolic, diastolic]: readonly [number, number],
    chosen: Partial<Observation> = {},
  ) => {
    const [panel, ...parts] = panels[what];
    return hospital.repository.createResource<Observation>({
      resourceType: 'Observation',
      status: 'final',
      code: loinc(panel),
      subject: { reference: `Patient/${mine.id}` },
      effectiveDateTime: at,
      component: [systolic, diastolic].map((value, index) => ({
        code: loinc(parts[index] ?? ''),
        valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
      })),
      ...chosen,
    });
  };
  await measured('mean', '2026-10-05T08:30:00+07:00', [142, 88]);
  await measured('reading', '2026-10-05T08:32:00+07:00', [150, 95]);
  // In Vietnam it was the third of March already.
  await measured('reading', '2026-03-02T23:30:00Z', [151, 93]);
  await measured('mean', '2026-10-06', [99, 60], { subject: { reference: `Patient/${others.id}` } });
  await measured('mean', '2026-10-07', [99, 60], { status: 'entered-in-error' });
  await measured('mean', '2026-10-08', [99, 60], { component: [] });
  const known = await lookUps.findPatient(anh);
  assert.ok(known.ok && known.value);
  assert.deepEqual(await lookUps.findEarlierPressures(anh, known.value, day), {
    ok: true,
    value: [
      { day: '2026-03-03', systolic: 151, diastolic: 93 },
      { day: '2026-10-05', systolic: 142, diastolic: 88 },
    ],
  });
});

test('a server that shows nobody its observations has no earlier pressures for us', async () => {
  const { kiosk } = await scripted(({ line }, response) =>
    line.includes('/Observation')
      ? answer(response, 403, outcome('forbidden'))
      : answer(response, 200, {
          resourceType: 'Bundle',
          type: 'searchset',
          entry: [{ resource: { resourceType: 'Patient', id: '1', identifier: [citizen, code] } }],
        }),
  );
  const known = { patientCode: 'BN000123', contact: undefined };
  assert.deepEqual(await kiosk.lookUps.findEarlierPressures(anh, known, day), { ok: true, value: [] });
});

test('appointments of the day come soonest first, without those of others, of other days and of no use', async () => {
  const { lookUps, add } = await medplum();
  const patient = await add({ resourceType: 'Patient', identifier: [citizen] });
  const other = await add({ resourceType: 'Patient', identifier: [{ ...citizen, value: '001148000002' }] });
  const appointment = (start: string, more: Partial<Appointment> = {}, whose = patient.id) =>
    add({
      resourceType: 'Appointment',
      status: 'booked',
      start,
      end: start,
      participant: [
        { status: 'accepted', actor: { reference: `Patient/${whose}`, display: 'Nguyễn Thị Ngọc Ánh' } },
        { status: 'accepted', actor: { reference: 'Practitioner/1', display: 'BS. Trần B' } },
        { status: 'accepted', actor: { reference: 'Location/1', display: 'P.205' } },
      ],
      ...more,
    });
  // The first minute of the day in Vietnam is still the day before in UTC.
  const late = await appointment('2026-11-22T16:59:00Z', {
    serviceType: [{ coding: [{ system: 'urn:tiep-don:27005:service', code: 'K01' }] }],
    appointmentType: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0276', code: 'FOLLOWUP' }] },
    description: 'Tái khám tăng huyết áp',
  });
  const early = await appointment('2026-11-21T17:00:00Z');
  await appointment('2026-11-21T16:59:00Z');
  await appointment('2026-11-22T17:00:00Z');
  await appointment('2026-11-22T02:00:00Z', { status: 'cancelled' });
  await appointment('2026-11-22T02:00:00Z', {}, other.id);
  assert.deepEqual(await lookUps.findAppointments(anh, undefined, day), {
    ok: true,
    value: [
      {
        appointmentId: early.id,
        kind: 'appointment',
        serviceHisCode: undefined,
        startsAt: Date.UTC(2026, 10, 21, 17),
        description: 'BS. Trần B, P.205',
      },
      {
        appointmentId: late.id,
        kind: 'follow-up-slip',
        serviceHisCode: 'K01',
        startsAt: Date.UTC(2026, 10, 22, 16, 59),
        description: 'Tái khám tăng huyết áp',
      },
    ],
  });
});

test.for([
  ['its resource id', undefined],
  ["the hospital's own number", 'urn:hospital:appointment'],
] as const)('a scanned slip leads to its appointment by %s, on its day only', async ([, system]) => {
  const { lookUps, add } = await medplum(system);
  const stored = await add({
    resourceType: 'Appointment',
    identifier: [{ system: 'urn:hospital:appointment', value: 'LH-42' }],
    status: 'booked',
    start: '2026-11-22T02:00:00Z',
    end: '2026-11-22T02:15:00Z',
    participant: [{ status: 'accepted', actor: { reference: 'Patient/1' } }],
  });
  const id = system === undefined ? stored.id : 'LH-42';
  const found = [
    await lookUps.findAppointment(id, day),
    await lookUps.findAppointment(id, '2026-11-23' as typeof day),
    await lookUps.findAppointment('LH-43 ?x=1', day),
  ];
  assert.deepEqual(
    found.map((each) => each.ok && each.value?.appointmentId),
    [id, undefined, undefined],
  );
});

test.for([
  ['401', (response: ServerResponse) => answer(response, 401), 'refused'],
  ['403', (response: ServerResponse) => answer(response, 403, outcome('forbidden')), 'refused'],
  ['404', (response: ServerResponse) => answer(response, 404), 'refused'],
  ['429', (response: ServerResponse) => answer(response, 429), 'no-answer'],
  ['500', (response: ServerResponse) => answer(response, 500, outcome('exception')), 'no-answer'],
  ['a redirect', (response: ServerResponse) => answer(response, 302, '', { location: '/fhir' }), 'not-understood'],
  ['garbage', (response: ServerResponse) => answer(response, 200, '\u0000<'), 'not-understood'],
  ['a dropped line', (response: ServerResponse) => response.destroy(), 'no-answer'],
] as const)('a look-up that ends in %s is "not verified"', async ([, misbehave, kind]) => {
  const { kiosk } = await scripted((_, response) => misbehave(response));
  assert.deepEqual(
    [await kiosk.lookUps.findPatient(anh), await kiosk.lookUps.findAppointments(anh, undefined, day)],
    [
      { ok: false, problem: { kind } },
      { ok: false, problem: { kind } },
    ],
  );
});

test('a silent server is given up on after its time', async () => {
  const { hospital, kiosk } = await scripted(() => {});
  const asked = kiosk.lookUps.findPatient(anh);
  await hospital.nextRequest();
  kiosk.clock.advance(3_000);
  assert.deepEqual(await asked, { ok: false, problem: { kind: 'no-answer' } });
});

test('whatever a server sends, a look-up ends in an answer that we have a word for', async () => {
  const value: fc.Arbitrary<unknown> = fc.anything({ maxDepth: 3, withNullPrototype: false });
  const resource = fc.record(
    {
      resourceType: fc.constantFrom('Patient', 'Appointment', 'Observation'),
      id: fc.oneof(fc.constant('1'), value),
      identifier: fc.oneof(fc.constant([citizen, code]), value),
      telecom: fc.oneof(
        fc.array(fc.record({ system: fc.constant('phone'), value: fc.oneof(fc.string(), value), rank: value })),
        value,
      ),
      link: value,
      status: fc.oneof(fc.constant('booked'), value),
      start: fc.oneof(fc.constant('2026-11-22T02:00:00Z'), value),
      subject: fc.oneof(fc.constant({ reference: 'Patient/1' }), value),
      code: fc.oneof(fc.constant({ coding: [{ system: 'http://loinc.org', code: '96607-7' }] }), value),
      effectiveDateTime: fc.oneof(fc.constant('2026-10-05'), value),
      component: fc.oneof(fc.array(fc.record({ code: value, valueQuantity: value })), value),
      participant: fc.oneof(fc.constant([{ actor: { reference: 'Patient/1' } }]), value),
      description: value,
      serviceType: fc.oneof(fc.array(fc.record({ coding: value })), value),
    },
    { requiredKeys: ['resourceType'] },
  );
  const bundle = fc.oneof(
    value,
    fc.record({ resourceType: fc.constant('Bundle'), entry: fc.oneof(fc.array(fc.record({ resource })), value) }),
  );
  await fc.assert(
    fc.asyncProperty(bundle, async (sent) => {
      const body = new TextEncoder().encode(JSON.stringify(sent) ?? '');
      const search = async () => ({ ok: true, value: { status: 200, headers: {}, body } }) as const;
      const lookUps = createFhirLookUps({ settings: endpointSettings(), site, server: { search }, timeoutMs: 1 });
      const person = await lookUps.findPatient(anh);
      if (person.ok && person.value) assert.match(person.value.contact?.phone ?? '+84912345678', /^\+?\d{8,15}$/);
      const pressures = await lookUps.findEarlierPressures(anh, { patientCode: 'BN000123', contact: undefined }, day);
      assert.ok(!pressures.ok || pressures.value.length <= 12);
      const appointments = await lookUps.findAppointments(anh, undefined, day);
      if (!appointments.ok) return;
      for (const { appointmentId, description = '' } of appointments.value) {
        assert.match(appointmentId, /^[!-~]{1,64}$/);
        assert.ok([...description].length <= 80 && !/[\u0000-\u001f]/.test(description));
      }
    }),
  );
});
