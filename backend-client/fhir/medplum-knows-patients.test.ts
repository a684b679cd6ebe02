import assert from 'node:assert/strict';
import type { Encounter, Observation, Patient, Provenance, Resource } from '@medplum/fhirtypes';
import { afterEach, test } from 'vitest';
import { anh, nobody } from '../contract/synthetic-people.ts';
import { type FhirBench, openFhirBench } from './evidence/fhir-bench.ts';
import { openMedplumHospital } from './evidence/medplum-hospital.ts';
import { controlId, correction, reading, registration, visitFacts } from './evidence/synthetic-facts.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function hospital(chosen: Parameters<typeof openFhirBench>[0] = {}) {
  const medplum = await openMedplumHospital();
  const kiosk: FhirBench = openFhirBench({ baseUrl: medplum.baseUrl, ...chosen });
  openThings.push(medplum.close, kiosk.endpoint.close);
  return { medplum, kiosk };
}

const accepted = { ok: true, value: 'accepted' };

/** Without what the server adds. */
function asSent<Type extends { id?: string | undefined; meta?: object | undefined }>({ id, meta, ...rest }: Type) {
  return rest;
}

test('a person whom the hospital knows keeps their record, with what the card adds, and the visit is theirs', async () => {
  const { medplum, kiosk } = await hospital();
  const known = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://fhir.ehealth.gov.vn/core/sid/national_id', value: '001148000001' }],
    name: [{ text: 'NGUYỄN THỊ NGỌC ÁNH' }],
    telecom: [{ system: 'phone', value: '0900000001' }],
  });
  assert.deepEqual(await kiosk.tell(registration()), accepted);
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  assert.deepEqual(
    [patient?.id, patient?.name, patient?.telecom, patient?.identifier?.map(({ value }) => value), others],
    [known.id, known.name, known.telecom, ['001148000001', '012345678', 'DN4010199999999'], []],
  );
  assert.equal(encounter?.subject?.reference, `Patient/${known.id}`);
});

test('a record under the number of this card, but of another name and birth date, gets nothing but what the card says', async () => {
  const { medplum, kiosk } = await hospital();
  const known = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://fhir.ehealth.gov.vn/core/sid/national_id', value: '001148000001' }],
    name: [{ text: 'Lê Minh Khác' }],
    birthDate: '2001-02-03',
  });
  assert.deepEqual(await kiosk.tell(registration()), accepted);
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  assert.ok(patient);
  const { extension, ...rest } = asSent(patient);
  assert.deepEqual([rest, others], [asSent(known), []]);
  assert.deepEqual(
    extension?.[0]?.extension?.map(({ url, ...value }) => [url, ...Object.values(value)]),
    [
      ['name', 'Nguyễn Thị Ngọc Ánh'],
      ['birthDate', '1948-08-15'],
      ['gender', 'female'],
    ],
  );
});

test("a temporary number alone makes nobody's record their twin's: a person decides", async () => {
  const { medplum, kiosk } = await hospital();
  const number = 'TE1270000000001';
  const twin = { ...anh, citizen: undefined, insurance: anh.insurance && { ...anh.insurance, number } };
  const known = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://fhir.ehealth.gov.vn/core/sid/insurance_number', value: number }],
    name: [{ text: 'Nguyễn Thị Ngọc Ảnh' }],
    birthDate: '1948-08-15',
  });
  const told = await kiosk.tell(registration(twin));
  assert.equal(!told.ok && told.problem.kind, 'permanent');
  assert.deepEqual((await medplum.all<Patient>('Patient')).map(asSent), [asSent(known)]);
  assert.deepEqual(await medplum.all('Encounter'), []);
});

test('somebody without papers is known by the visit, and the visit is theirs once their card was read', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration(nobody));
  const before = (await medplum.all<Patient>('Patient')).map(asSent);
  const card = kiosk.render(correction(anh));
  assert.deepEqual([await kiosk.endpoint.send(card), await kiosk.endpoint.send(card)], [accepted, accepted]);
  await kiosk.tell(reading(visitFacts(anh)));
  const [temporary, patient, ...others] = await medplum.all<Patient>('Patient');
  const [encounter, ...otherVisits] = await medplum.all<Encounter>('Encounter');
  const [observation] = await medplum.all<Observation>('Observation');
  assert.deepEqual(before, [
    {
      resourceType: 'Patient',
      identifier: [
        {
          use: 'temp',
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'VN' }] },
          system: 'urn:tiep-don:27005:visit',
          value: 'V1S1T000000000000001',
        },
      ],
      active: true,
      gender: 'unknown',
    },
  ]);
  assert.deepEqual(
    [temporary && asSent(temporary), others, otherVisits, patient?.name?.[0]?.text],
    [before[0], [], [], 'Nguyễn Thị Ngọc Ánh'],
  );
  assert.deepEqual(
    [encounter?.subject?.reference, observation?.subject?.reference],
    [`Patient/${patient?.id}`, `Patient/${patient?.id}`],
  );
});

test('a chip that knows the name better than the damaged code replaces it', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration({ ...anh, fullName: undefined }));
  await kiosk.tell(correction({ ...anh, source: 'chip' }));
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  const [, corrected] = await medplum.all<Provenance>('Provenance');
  assert.deepEqual(
    [patient?.name?.[0]?.text, others, corrected?.activity?.coding?.[0]?.code, corrected?.entity?.[0]?.what.display],
    ['Nguyễn Thị Ngọc Ánh', [], 'UPDATE', 'chip of the citizen card'],
  );
});

test('an insurance card first and the citizen card later are one patient with both numbers', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration({ ...anh, citizen: undefined, source: 'qr-bhyt' }));
  await kiosk.tell(correction({ ...anh, fullName: 'Nguyễn Thị Ngọc Ánh', source: 'chip' }));
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  assert.deepEqual(
    [others.length, patient?.identifier?.map(({ value }) => value)],
    [0, ['DN4010199999999', '001148000001', '012345678']],
  );
});

test('a record that the hospital had keeps what only the hospital knew when a better card is read', async () => {
  const { medplum, kiosk } = await hospital();
  const known = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [
      { system: 'http://fhir.ehealth.gov.vn/core/sid/insurance_number', value: 'DN4010199999999' },
      { system: 'urn:hospital:code', value: 'BN0001' },
    ],
    name: [{ use: 'official', text: 'Nguyễn Thị Ánh' }],
    telecom: [{ system: 'phone', value: '0900000001' }],
    address: [{ use: 'home', line: ['Số 9'], city: 'Hà Nội' }],
    contact: [{ name: { text: 'Trần Văn Thử' } }],
    birthDate: '1948',
  });
  await kiosk.tell(registration({ ...anh, citizen: undefined, source: 'qr-bhyt' }));
  const message = kiosk.render(correction(anh));
  assert.deepEqual([await kiosk.endpoint.send(message), await kiosk.endpoint.send(message)], [accepted, accepted]);
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  assert.deepEqual([patient?.id, others], [known.id, []]);
  assert.deepEqual(patient && { ...asSent(patient), identifier: patient.identifier?.map(({ value }) => value) }, {
    ...asSent(known),
    active: true,
    gender: 'female',
    birthDate: '1948-08-15',
    identifier: ['DN4010199999999', 'BN0001', '001148000001', '012345678'],
    name: [
      { use: 'official', text: 'Nguyễn Thị Ngọc Ánh', family: 'Nguyễn', given: ['Thị', 'Ngọc', 'Ánh'] },
      { use: 'official', text: 'Nguyễn Thị Ánh' },
    ],
    address: [
      { use: 'home', text: 'Số 1, Đường Thử Nghiệm, Bắc Ninh', country: 'VN' },
      { use: 'home', line: ['Số 9'], city: 'Hà Nội' },
    ],
  });
});

test('a record that somebody else changes at the same moment is read again, and both changes stand', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration({ ...anh, fullName: undefined }));
  const message = kiosk.render(correction(anh));
  // The desk writes a phone number between the kiosk's question and its answer.
  const read = medplum.repository.readResource.bind(medplum.repository);
  let isFirst = true;
  medplum.repository.readResource = async <Type extends Resource>(type: Type['resourceType'], id: string) => {
    const found = await read<Type>(type, id);
    if (type === 'Patient' && isFirst) {
      isFirst = false;
      await medplum.repository.updateResource<Patient>({
        ...(found as Patient),
        telecom: [{ system: 'phone', value: '0900000001' }],
      });
    }
    return found;
  };
  assert.deepEqual(await kiosk.endpoint.send(message), {
    ok: false,
    problem: { kind: 'transient', reason: 'http-precondition-412', counts: true },
  });
  assert.deepEqual(await kiosk.endpoint.send(message), accepted);
  const [patient] = await medplum.all<Patient>('Patient');
  assert.deepEqual([patient?.name?.[0]?.text, patient?.telecom?.[0]?.value], ['Nguyễn Thị Ngọc Ánh', '0900000001']);
});

test('a record with the insurance number and somebody else’s citizen number is not touched', async () => {
  const { medplum, kiosk } = await hospital();
  const other = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [
      { system: 'http://fhir.ehealth.gov.vn/core/sid/insurance_number', value: 'DN4010199999999' },
      { system: 'http://fhir.ehealth.gov.vn/core/sid/national_id', value: '001148000777' },
    ],
  });
  await kiosk.tell(registration(nobody));
  assert.deepEqual(await kiosk.tell(correction(anh)), accepted);
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const created = (await medplum.all<Patient>('Patient')).find(({ name }) => name?.[0]?.text === anh.fullName);
  assert.deepEqual(await medplum.repository.readResource('Patient', other.id), other);
  assert.equal(encounter?.subject?.reference, `Patient/${created?.id}`);
  assert.deepEqual(
    kiosk.logged.map(([event]) => event),
    ['duplicate-patient'],
  );
});

test('a hospital whose server is the master record has no patient changed; the visit goes to the right one', async () => {
  const { medplum, kiosk } = await hospital({ corrections: 'keep-patient' });
  const known = await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: 'http://fhir.ehealth.gov.vn/core/sid/national_id', value: '001148000001' }],
    telecom: [{ system: 'phone', value: '0900000001' }],
  });
  await kiosk.tell(registration(nobody));
  assert.deepEqual(await kiosk.tell(correction(anh)), accepted);
  const [encounter, ...others] = await medplum.all<Encounter>('Encounter');
  assert.deepEqual([encounter?.subject?.reference, others], [`Patient/${known.id}`, []]);
  assert.deepEqual(await medplum.repository.readResource('Patient', known.id), known);
});

test('two kiosks that register one person at the same moment are noticed, and nothing is merged', async () => {
  const { medplum, kiosk } = await hospital();
  // The other kiosk's patient comes between the question and the create of a server without a lock.
  const create = medplum.repository.conditionalCreate.bind(medplum.repository);
  medplum.repository.conditionalCreate = async (resource, search, options) => {
    const created = await create(resource, search, options);
    if (resource.resourceType === 'Patient') await medplum.repository.createResource({ ...resource, id: 'the-other' });
    return created;
  };
  assert.deepEqual(await kiosk.tell(registration()), accepted);
  assert.deepEqual(kiosk.logged, [['duplicate-patient', { endpointId: 'fhir', controlId: controlId(1), records: 2 }]]);
  assert.equal((await medplum.all('Patient')).length, 2);
});

test('who has two records already waits for a person: nothing tells which one it is', async () => {
  const { medplum, kiosk } = await hospital();
  const identifier = [{ system: 'http://fhir.ehealth.gov.vn/core/sid/national_id', value: '001148000001' }];
  for (const _ of [1, 2]) await medplum.repository.createResource<Patient>({ resourceType: 'Patient', identifier });
  assert.deepEqual(await kiosk.tell(registration()), {
    ok: false,
    problem: { kind: 'permanent', reason: 'http-precondition-412', counts: true, proven: true },
  });
});
