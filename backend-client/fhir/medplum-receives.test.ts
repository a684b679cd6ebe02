import assert from 'node:assert/strict';
import type { Appointment, Coverage, Encounter, Observation, Patient, Provenance } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterEach, test } from 'vitest';
import { anh, nobody } from '../contract/synthetic-people.ts';
import { factsOfSitting } from '../contract/synthetic-readings.ts';
import { type FhirBench, openFhirBench } from './evidence/fhir-bench.ts';
import { type Fault, openMedplumHospital } from './evidence/medplum-hospital.ts';
import {
  arrival,
  controlId,
  correction,
  reading,
  registration,
  serviceChange,
  visitFacts,
} from './evidence/synthetic-facts.ts';

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

test('a registration arrives and reads back equal to what was entered', async () => {
  const { medplum, kiosk } = await hospital();
  const contact = { phone: '0912345678', patientCode: 'BN000123', phoneConfirmed: true };
  assert.deepEqual(await kiosk.tell(registration(anh, { contact })), accepted);
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  assert.ok(patient && others.length === 0);
  assert.deepEqual(
    {
      numbers: patient.identifier?.map(({ system, value }) => `${system?.split('/').at(-1)} ${value}`),
      name: patient.name,
      phone: patient.telecom,
      born: patient.birthDate,
      sex: patient.gender,
      address: patient.address,
    },
    {
      numbers: [
        'national_id 001148000001',
        'citizen_id 012345678',
        'insurance_number DN4010199999999',
        'patient-internal-id BN000123',
      ],
      name: [{ use: 'official', text: 'Nguyễn Thị Ngọc Ánh', family: 'Nguyễn', given: ['Thị', 'Ngọc', 'Ánh'] }],
      phone: [{ system: 'phone', value: '0912345678' }],
      born: '1948-08-15',
      sex: 'female',
      address: [{ use: 'home', text: 'Số 1, Đường Thử Nghiệm, Bắc Ninh', country: 'VN' }],
    },
  );
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const [coverage] = await medplum.all<Coverage>('Coverage');
  const [provenance] = await medplum.all<Provenance>('Provenance');
  assert.deepEqual(
    {
      visit: encounter?.identifier?.map(({ value, period }) => [value, period?.start]),
      status: encounter?.status,
      service: encounter?.serviceType?.coding?.[0]?.code,
      priority: encounter?.priority?.text,
      arrivedAt: encounter?.period?.start,
      room: encounter?.location?.[0]?.location?.display,
      whose: encounter?.subject?.reference,
      insured: [coverage?.subscriberId, coverage?.period, coverage?.network, coverage?.beneficiary?.reference],
      wrote: provenance?.target?.map(({ reference }) => reference),
      readFrom: provenance?.entity?.[0]?.what?.display,
    },
    {
      visit: [
        ['V1S1T000000000000001', undefined],
        ['UA003', '2026-11-22'],
      ],
      status: 'arrived',
      service: 'K01',
      priority: 'Ưu tiên: từ đủ 75 tuổi (nhân viên kiểm tra)',
      arrivedAt: '2026-11-22T08:12:05+07:00',
      room: 'P.101',
      whose: `Patient/${patient.id}`,
      insured: ['DN4010199999999', { start: '2026-01-01', end: '2026-12-31' }, '01001', `Patient/${patient.id}`],
      wrote: [`Patient/${patient.id}`, `Encounter/${encounter?.id}`, `Coverage/${coverage?.id}`],
      readFrom: 'QR of the citizen card',
    },
  );
});

test('whatever arrives twice is there once', async () => {
  const { medplum, kiosk } = await hospital();
  const facts = [registration(), correction(anh), reading(visitFacts())];
  const messages = facts.map((fact) => kiosk.render(fact));
  for (const message of [...messages, ...messages]) assert.deepEqual(await kiosk.endpoint.send(message), accepted);
  const counts = await Promise.all(
    (['Patient', 'Encounter', 'Coverage', 'Observation', 'Provenance'] as const).map(
      async (type) => (await medplum.all(type)).length,
    ),
  );
  // One Provenance for each message.
  assert.deepEqual([counts, kiosk.logged], [[1, 1, 1, 2, 3], []]);
});

test('whatever goes wrong on the way, everything is there once, and the visit is of whoever showed the last card', {
  timeout: 60_000,
}, async () => {
  const fault = fc.constantFrom<Fault>('none', 'refused-500', 'dropped-before', 'dropped-after', 'half-answer');
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.constantFrom(nobody, anh), async (faults, first) => {
      const medplum = await openMedplumHospital(faults);
      const kiosk = openFhirBench({ baseUrl: medplum.baseUrl });
      for (const fact of [registration(first), correction(anh), reading(visitFacts())]) {
        const message = kiosk.render(fact);
        for (let told = await kiosk.endpoint.send(message); !told.ok; told = await kiosk.endpoint.send(message)) {
          assert.notEqual(told.problem.kind, 'permanent');
          kiosk.clock.advance(30_000);
        }
      }
      const named = (await medplum.all<Patient>('Patient')).filter(({ name }) => name);
      const encounters = await medplum.all<Encounter>('Encounter');
      const others = ['Coverage', 'Observation', 'Provenance'] as const;
      const counts = await Promise.all(others.map(async (type) => (await medplum.all(type)).length));
      await kiosk.endpoint.close();
      await medplum.close();
      assert.deepEqual([named.length, encounters.length, ...counts], [1, 1, 1, 2, 3]);
      assert.equal(encounters[0]?.subject?.reference, `Patient/${named[0]?.id}`);
    }),
    { numRuns: 25 },
  );
});

test('a change of service moves the one visit, leaves what only the hospital knew, and the old number says that it is old', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration());
  const [before] = await medplum.all<Encounter>('Encounter');
  assert.ok(before);
  await medplum.repository.updateResource<Encounter>({
    ...before,
    status: 'triaged',
    participant: [{ individual: { display: 'BS. Của Bệnh Viện' } }],
  });
  assert.deepEqual(await kiosk.tell(serviceChange()), accepted);
  // The chip is read later: the visit keeps what it is by now.
  const { visit } = serviceChange();
  assert.deepEqual(await kiosk.tell(correction({ ...anh, source: 'chip', chip: 'genuine' }, { visit })), accepted);
  const [encounter, ...others] = await medplum.all<Encounter>('Encounter');
  assert.equal(others.length, 0);
  assert.deepEqual(
    {
      numbers: encounter?.identifier?.map(({ use, value }) => `${use} ${value}`),
      service: [encounter?.serviceType?.coding?.[0]?.code, encounter?.serviceType?.text],
      room: encounter?.location?.map(({ location }) => location?.display),
      status: encounter?.status,
      doctor: encounter?.participant?.[0]?.individual?.display,
      arrivedAt: encounter?.period?.start,
    },
    {
      numbers: ['official V1S1T000000000000001', 'secondary UB007', 'old UA003'],
      service: ['K30', 'Khám Mắt'],
      room: ['P.205'],
      status: 'triaged',
      doctor: 'BS. Của Bệnh Viện',
      arrivedAt: before.period?.start,
    },
  );
});

test('a reading arrives as a panel and a heart rate, with how it was taken', async () => {
  const { medplum, kiosk } = await hospital();
  assert.deepEqual(await kiosk.tell(reading(visitFacts())), accepted);
  const observations = await medplum.all<Observation>('Observation');
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const [panel, pulse] = ['85354-9', '8867-4'].map((code) =>
    observations.find((each) => each.code.coding?.[0]?.code === code),
  );
  assert.deepEqual(
    {
      pressures: panel?.component?.map(({ code, valueQuantity }) => [
        code.coding?.[0]?.code,
        valueQuantity?.value,
        valueQuantity?.code,
      ]),
      pulse: [pulse?.valueQuantity?.value, pulse?.valueQuantity?.code],
      at: [panel?.effectiveDateTime, pulse?.effectiveDateTime],
      encounter: [panel?.encounter?.reference, pulse?.encounter?.reference],
      device: panel?.device?.display,
      posture: panel?.extension?.[0]?.valueCodeableConcept?.coding?.[0]?.code,
      taken: panel?.extension?.[1]?.extension?.map(({ url, ...value }) => [url, Object.values(value)[0]]),
    },
    {
      pressures: [
        ['8480-6', 138, 'mm[Hg]'],
        ['8462-4', 82, 'mm[Hg]'],
        ['8478-0', 101, 'mm[Hg]'],
      ],
      pulse: [72, '/min'],
      at: ['2026-11-22T08:18:05+07:00', '2026-11-22T08:18:05+07:00'],
      encounter: [`Encounter/${encounter?.id}`, `Encounter/${encounter?.id}`],
      device: 'TM-2657',
      posture: '33586001',
      taken: [
        ['readingNumber', 2],
        ['readingCount', 3],
        ['restSeconds', 300],
        ['protocol', 'esh'],
        ['protocolVersion', 1],
        ['sitting', 'S1TT1NG0000000000001'],
        ['irregularPulse', false],
        ['movedWhileMeasuring', false],
        ['quietHalfHour', true],
        ['emptyBladder', true],
        ['medicineToday', false],
        ['deviceSerial', '5140700123'],
        ['validation', 'validated'],
        ['cuffFromCm', 17],
        ['cuffToCm', 42],
        ['deviceTime', '2026-11-22T08:17'],
      ],
    },
  );
});

test('a sitting of three arrives with its mean, which leads to the readings that it is made of', async () => {
  const { medplum, kiosk } = await hospital();
  for (const fact of factsOfSitting(visitFacts())) assert.deepEqual(await kiosk.tell(fact), accepted);
  const observations = await medplum.all<Observation>('Observation');
  const of = (code: string) => observations.filter((each) => each.code.coding?.some((coding) => coding.code === code));
  assert.deepEqual([of('85354-9').length, of('8867-4').length, of('96607-7').length], [3, 3, 1]);
  const [mean] = of('96607-7');
  const parts = mean?.extension?.find(({ url }) => url.endsWith('measuring-circumstances'))?.extension ?? [];
  const said = (name: string) =>
    parts
      .filter(({ url }) => url === name)
      .map(({ valueInteger, valueCode, valueDecimal }) => valueInteger ?? valueCode ?? valueDecimal);
  assert.deepEqual(
    {
      means: mean?.component?.map(({ code, valueQuantity }) => [code.coding?.[0]?.code, valueQuantity?.value]),
      arm: mean?.bodySite?.coding?.[0]?.code,
      how: ['meanRule', 'meanOf', 'spreadSystolic', 'spreadDiastolic', 'protocol'].map(said),
      of: mean?.derivedFrom?.map(({ identifier }) => {
        const found = observations.find((each) => each.identifier?.some(({ value }) => value === identifier?.value));
        return found?.component?.map(({ valueQuantity }) => valueQuantity?.value);
      }),
    },
    {
      means: [
        ['96608-5', 134],
        ['96609-3', 84],
        ['103205-1', 73],
      ],
      arm: '368208006',
      how: [['esh'], [2, 3], [4], [2], ['esh']],
      of: [
        [136, 85],
        [132, 83],
      ],
    },
  );
});

test('a kiosk that only measures names the visit, whoever registered it', async () => {
  const { medplum, kiosk } = await hospital();
  assert.deepEqual(await kiosk.tell(reading(undefined)), accepted);
  const [panel] = await medplum.all<Observation>('Observation');
  const identifier = { system: 'urn:tiep-don:27005:visit', value: 'V1S1T000000000000001' };
  assert.deepEqual(
    [panel?.subject, panel?.encounter, (await medplum.all('Patient')).length],
    [{ type: 'Patient', identifier, display: 'UA003' }, { type: 'Encounter', identifier, display: 'UA003' }, 0],
  );
});

test.for([
  ['its resource id', undefined],
  ["the hospital's own number", 'urn:hospital:appointment'],
] as const)('an arrival marks the appointment by %s and touches nothing else of it', async ([, system]) => {
  const { medplum, kiosk } = await hospital(
    system ? { identifierSystems: { ...identifierDefaults, appointment: system } } : {},
  );
  const booked = await medplum.repository.createResource<Appointment>({
    resourceType: 'Appointment',
    identifier: [{ system: 'urn:hospital:appointment', value: 'LH|42,7' }],
    status: 'booked',
    comment: 'nhịn ăn',
    participant: [{ status: 'accepted', actor: { reference: 'Practitioner/1' } }],
  });
  const fact = arrival(system === undefined ? booked.id : 'LH-42');
  if (system !== undefined)
    await medplum.repository.updateResource({ ...booked, identifier: [{ system, value: 'LH-42' }] });
  const message = kiosk.render(fact);
  assert.deepEqual([await kiosk.endpoint.send(message), await kiosk.endpoint.send(message)], [accepted, accepted]);
  const [appointment, ...others] = await medplum.all<Appointment>('Appointment');
  assert.deepEqual(
    [
      appointment?.status,
      appointment?.comment,
      appointment?.participant,
      others,
      (await medplum.all('Provenance')).length,
    ],
    ['arrived', 'nhịn ăn', booked.participant, [], 1],
  );
});

test('an appointment that the hospital does not have is refused for a person, and holds up nobody', async () => {
  const { kiosk } = await hospital();
  assert.deepEqual(await kiosk.tell(arrival('gone')), {
    ok: false,
    problem: { kind: 'permanent', reason: 'http-content-refused', counts: true, proven: true },
  });
  assert.deepEqual(kiosk.logged, [
    ['fhir-refusal', { endpointId: 'fhir', controlId: controlId(1), status: 404, issues: 'not-found' }],
  ]);
});

test('no number of a patient is ever in an address', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration());
  await kiosk.tell(correction(anh));
  await kiosk.tell(reading(visitFacts()));
  await kiosk.lookUps.findPatient(anh);
  // Ids of the server's own say nothing about anybody.
  const addresses = medplum.requests.map((line) => line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '<id>'));
  assert.deepEqual([...new Set(addresses)].toSorted(), [
    'GET /fhir/Coverage/<id>',
    'GET /fhir/Encounter/<id>',
    'GET /fhir/Patient/<id>',
    'POST /fhir',
    'POST /fhir/Patient/_search',
  ]);
});

const identifierDefaults = {
  citizenNumber: 'http://fhir.ehealth.gov.vn/core/sid/national_id',
  oldCitizenNumber: 'http://fhir.ehealth.gov.vn/core/sid/citizen_id',
  insuranceNumber: 'http://fhir.ehealth.gov.vn/core/sid/insurance_number',
  patientCode: 'http://fhir.ehealth.gov.vn/core/sid/patient-internal-id',
};
