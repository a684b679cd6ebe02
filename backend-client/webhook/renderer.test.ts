import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { sampleFacts } from '../check-in-columns/sample-facts.ts';
import type { Fact, VisitFacts } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import { answersOfAnh, nobody, syntheticSite } from '../contract/synthetic-people.ts';
import { factOf, meanOfThree } from '../contract/synthetic-readings.ts';
import { exampleOf, sampleAnswered, sampleControlId, sampleOfEachKind, sampleReading } from './examples.ts';
import { createWebhookRenderer } from './renderer.ts';
import { fact as factSchema, type WebhookFact } from './words.ts';

const renderer = createWebhookRenderer({
  endpoint: { id: 'his', capabilities: ['registrations', 'arrivals', 'readings', 'alerts'] },
  site: syntheticSite,
});

const render = (fact: Fact) =>
  JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(renderer.render(fact, sampleControlId)));

test('an insured patient with priority is registered with everything that is known', () => {
  const { checkIn, ...document } = render(sampleFacts);
  assert.deepEqual(document, {
    version: 1,
    controlId: 'C0NTR01D000000000001',
    test: false,
    facilityCode: '27005',
    kioskId: 'kiosk-1',
    kind: 'registration',
    visit: {
      visitId: 'V1S1T000000000000001',
      day: '2026-11-22',
      ticketNumber: 'UA003',
      storedAt: '2026-11-22T08:12:05+07:00',
      purpose: 'examination',
      purposeName: 'Khám bệnh',
      priority: { ground: 'age-75', certain: false },
    },
    service: { code: 'noi', hisCode: 'K01', name: 'Khám Nội', room: 'P.101' },
    patient: {
      fullName: 'Nguyễn Thị Ngọc Ánh',
      birthDate: '1948-08-15',
      sex: 'female',
      address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh',
      citizenNumber: '001148000001',
      oldCitizenNumber: '012345678',
      citizenCardIssuedOn: '2021-05-25',
      source: 'qr-cccd',
    },
    insurance: {
      card: {
        number: 'DN4010199999999',
        facilityCode: '01001',
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
        fiveYearsOn: '2028-01-01',
        benefitLevel: '4',
      },
      check: {
        path: 'insured',
        resultCode: '000',
        validFrom: '2026-01-01',
        validTo: '2027-06-30',
        facilityCode: '27005',
        transactionId: 'GD-1',
        checkedAt: '2026-11-22T08:11:58+07:00',
      },
    },
    contact: { phone: '0912345678', phoneConfirmed: true, patientCode: 'BN-000123' },
  });
  assert.deepEqual(
    [checkIn.columns.MA_LK, checkIn.columns.MA_DOITUONG_KCB, checkIn.objectCodeReason, checkIn.problems],
    ['V1S1T000000000000001', '1.1', 'registered-here', []],
  );
});

test('all that a patient answered is told, and what was not asked is left out', () => {
  const { answers, visit } = render(sampleAnswered);
  assert.deepEqual([visit.purpose, visit.purposeName], ['referral', 'Khám theo phiếu chuyển cơ sở']);
  const { consents, companion, ...others } = answers;
  assert.deepEqual(others, {
    particulars: {
      ethnicity: '02',
      occupation: 'retired',
      occupationCode: '00000',
      address: 'Số 9, Phố Tạm Trú, Hà Nội',
      phone: '0987000009',
    },
    screening: { signs: ['fever', 'cough'], temperature: 38.2, isolate: true },
    preparation: { hasEaten: false },
    referral: { signedOn: '2026-11-16', validFor: 'ten-working-days', standing: 'valid' },
  });
  assert.deepEqual(companion, { relation: 'child', fullName: 'Trần Văn Thử', citizenNumber: '001075000002' });
  assert.deepEqual(
    consents.map(({ purpose, granted, by, at }: Record<string, unknown>) => [purpose, granted, by, at]),
    [
      ['messages', true, 'patient', '2026-11-22T08:12:05+07:00'],
      ['research', false, 'patient', '2026-11-22T08:12:05+07:00'],
      ['companion-details', true, 'companion', '2026-11-22T08:12:05+07:00'],
    ],
  );
  const silent = [undefined, {}, { particulars: {} }].map(
    (said) => 'answers' in render({ ...sampleFacts, answers: said }),
  );
  assert.deepEqual(silent, [false, false, false]);
});

test('a visit without papers claims to know nothing', () => {
  const { visit, patient, insurance, contact, appointment } = render({
    ...sampleFacts,
    visit: { ...sampleFacts.visit, priority: undefined },
    patient: nobody,
    contact: undefined,
    insuranceCheck: undefined,
  });
  assert.deepEqual(
    { priority: visit.priority, patient, insurance, contact, appointment },
    {
      priority: undefined,
      patient: { sex: 'unknown', source: 'none' },
      insurance: undefined,
      contact: undefined,
      appointment: undefined,
    },
  );
});

test('what the chip of the card proved is told with the patient, and nothing when no chip was read', () => {
  const told = ([undefined, 'genuine', 'not-verified', 'does-not-match'] as const).map((chip) => {
    const { patient } = render({ ...sampleFacts, patient: { ...sampleFacts.patient, chip } });
    return 'chip' in patient ? patient.chip : 'not there';
  });
  assert.deepEqual(told, ['not there', 'genuine', 'not-verified', 'does-not-match']);
});

test('a blood pressure carries LOINC codes, UCUM units and how it was taken', () => {
  const { reading, visit, patient } = exampleOf('reading') as Extract<
    ReturnType<typeof exampleOf>,
    { kind: 'reading' }
  >;
  assert.deepEqual(reading, {
    readingId: 'READ1NG0000000000001',
    panel: { loinc: '85354-9', name: 'Blood pressure panel' },
    observations: [
      { loinc: '8480-6', name: 'Systolic blood pressure', value: 132, unit: 'mm[Hg]' },
      { loinc: '8462-4', name: 'Diastolic blood pressure', value: 84, unit: 'mm[Hg]' },
      { loinc: '8867-4', name: 'Heart rate', value: 71, unit: '/min' },
    ],
    irregularPulse: false,
    takenAt: '2026-11-22T08:20:00+07:00',
    number: 2,
    count: 3,
    restSeconds: 300,
    posture: 'sitting',
    arm: 'left',
    protocol: { name: 'esh', version: 1 },
    sitting: 'S1TT1NG0000000000001',
    said: { quietHalfHour: true, emptyBladder: true, medicineToday: false },
    deviceId: 'cuff-1',
    deviceModel: 'HBP-9030',
    deviceSerial: '5140700123',
    validation: { status: 'validated', cuffCm: { from: 17, to: 42 } },
  });
  assert.deepEqual(
    [visit, patient?.citizenNumber],
    [{ visitId: 'V1S1T000000000000001', ticketNumber: 'UA003', day: '2026-11-22' }, '001148000001'],
  );
});

test('the mean of a sitting says its rule, the readings that count, and how far they lie apart', () => {
  const document: WebhookFact = render(factOf(meanOfThree, sampleFacts));
  assert.ok(document.kind === 'reading');
  const { panel, observations, mean, count, protocol } = document.reading;
  assert.deepEqual([panel.loinc, count, protocol?.name], ['96607-7', 3, 'esh']);
  assert.deepEqual(
    observations.map(({ loinc, value, unit }) => [loinc, value, unit]),
    [
      ['96608-5', 134, 'mm[Hg]'],
      ['96609-3', 84, 'mm[Hg]'],
      ['103205-1', 73, '/min'],
    ],
  );
  assert.deepEqual(mean, {
    rule: 'esh',
    of: [2, 3],
    readingIds: ['READ1NG0000000000012', 'READ1NG0000000000013'],
    spread: { systolic: 4, diastolic: 2 },
  });
});

test('a reading without a protocol says so', () => {
  const circumstances = { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined };
  const document: WebhookFact = render(factOf({ ...sampleReading, circumstances }, undefined));
  assert.ok(document.kind === 'reading');
  assert.deepEqual(document.reading.protocol, { name: 'none', version: 0 });
});

test('a kiosk that only measures names the visit and nobody', () => {
  const { visitId, ticketNumber } = sampleReading;
  const document = render({ kind: 'reading', reading: sampleReading, facts: undefined, visitId, ticketNumber });
  assert.deepEqual([document.visit.visitId, 'patient' in document], [visitId, false]);
});

test('a demo site says that it is a test', () => {
  const demo = createWebhookRenderer({
    endpoint: { id: 'his', capabilities: ['registrations'] },
    site: { ...syntheticSite, profile: 'demo' },
  });
  assert.equal(JSON.parse(new TextDecoder().decode(demo.render(sampleFacts, sampleControlId))).test, true);
});

test('an endpoint is told what its capabilities say', () => {
  const takes = (['registrations', 'arrivals', 'readings', 'alerts'] as const).map(
    (capability) =>
      createWebhookRenderer({ endpoint: { id: 'his', capabilities: [capability] }, site: syntheticSite }).takes,
  );
  assert.deepEqual(takes, [['registration', 'correction', 'service-change', 'given-up'], ['arrival'], ['reading'], []]);
});

test('a number that is given up is a correction that says when', () => {
  const document = render({ ...sampleFacts, kind: 'given-up', givenUpAt: Date.UTC(2026, 10, 22, 2, 0, 0) });
  assert.ok(factSchema.safeParse(document).success);
  assert.deepEqual(
    [document.kind, document.visit.ticketNumber, document.visit.givenUpAt],
    ['correction', 'UA003', '2026-11-22T09:00:00+07:00'],
  );
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('\0', '\ud800', '\u2028', '"}', '__proto__', '   ', 'ễ'.repeat(2000)),
);
const patients: fc.Arbitrary<Patient> = fc.record({
  fullName: fc.option(hostile, { nil: undefined }),
  birth: fc.constantFrom(
    undefined,
    { precision: 'day', date: '1948-08-15' },
    { precision: 'month', month: '1948-08' },
    { precision: 'year', year: 1948 },
  ),
  sex: fc.constantFrom('male', 'female', 'unknown'),
  address: fc.option(hostile, { nil: undefined }),
  citizen: fc.option(
    fc.record({
      number: fc.stringMatching(/^\d{12}$/),
      oldNumber: fc.option(fc.stringMatching(/^\d{9}$/), { nil: undefined }),
      issuedOn: fc.constantFrom(undefined, '2021-05-25'),
    }),
    { nil: undefined },
  ),
  insurance: fc.option(
    fc.record({
      number: fc.stringMatching(/^([A-Z]{2}\d{13}|\d{10})$/),
      facilityCode: fc.constantFrom(undefined, '01001'),
      validFrom: fc.constantFrom(undefined, '2026-01-01'),
      validTo: fc.constantFrom(undefined, '2026-12-31'),
      fiveYearsOn: fc.constantFrom(undefined, '2028-01-01'),
      benefitLevel: fc.constantFrom(undefined, '4'),
    }),
    { nil: undefined },
  ),
  source: fc.constantFrom('qr-cccd', 'qr-bhyt', 'chip', 'none'),
  chip: fc.constantFrom(undefined, 'genuine', 'not-verified', 'does-not-match'),
});

test('whatever stands on a card, a document has documented fields only, and numbers come back as they were', () => {
  fc.assert(
    fc.property(
      patients,
      hostile,
      fc.constantFrom(...sampleOfEachKind.filter((fact) => fact.kind !== 'survey')),
      (patient, description, kind) => {
        const { companion, particulars } = answersOfAnh;
        const changed = <Facts extends VisitFacts>(facts: Facts): Facts => ({
          ...facts,
          patient,
          answers: {
            ...answersOfAnh,
            companion: { ...companion, fullName: patient.fullName },
            particulars: { ...particulars, address: description },
          },
          appointment: facts.appointment && { ...facts.appointment, description },
        });
        const document = render(
          kind.kind === 'reading' ? { ...kind, facts: kind.facts && changed(kind.facts) } : changed(kind),
        );
        // The schema drops what it does not know: equality says that there was nothing else.
        assert.deepEqual(factSchema.parse(document), document);
        assert.ok(document.kind !== 'survey');
        assert.equal(document.patient.citizenNumber, patient.citizen?.number);
        if (document.kind !== 'reading') assert.equal(document.insurance?.card?.number, patient.insurance?.number);
      },
    ),
  );
});

test('the same fact under the same id is the same bytes', () => {
  for (const fact of sampleOfEachKind)
    assert.deepEqual(renderer.render(fact, sampleControlId), renderer.render(fact, sampleControlId));
});
