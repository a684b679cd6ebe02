import assert from 'node:assert/strict';
import { afterAll, test } from 'vitest';
import type { BusinessDay, ControlId, VisitId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import { makeCertificates } from '../connection/certificates.bench.ts';
import type { Fact } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, answersOfAnh, syntheticSite } from '../contract/synthetic-people.ts';
import type { CharacterSet } from './character-set.ts';
import { createHl7v2Endpoint } from './hl7v2-endpoint.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';
import { acceptAcknowledgement } from './messages/accept-acknowledgement.ts';
import { heartbeatMessage } from './messages/heartbeat.ts';
import { patientQuery } from './messages/patient-query.ts';
import { createMllpEndpoint } from './mllp-endpoint.ts';
import { parseMessage } from './parse.ts';
import { hasPythonHl7, openPythonHospital, type PythonHospital } from './python-hospital.bench.ts';
import * as samples from './sample-facts.ts';

const skipped = !hasPythonHl7 && process.env.CI === undefined;
if (skipped)
  process.stderr.write(
    'Skipped hl7-python: Debian package python3-hl7 is not installed (apt-get install python3-hl7).\n',
  );

const running: PythonHospital[] = [];
afterAll(() => {
  for (const hospital of running) hospital.close();
});

async function pythonHospital(encoding?: string, certificates?: string) {
  const hospital = await openPythonHospital(encoding, certificates);
  running.push(hospital);
  return hospital;
}

function settings(port: number): Hl7v2EndpointSettings {
  return hl7v2Endpoint.parse({
    id: 'his',
    protocol: 'hl7v2-mllp',
    host: '127.0.0.1',
    port,
    sendingApplication: 'TIEPDON',
    receivingApplication: 'HIS',
    ackTimeoutMs: 20_000,
    deduplicates: true,
    simulated: false,
  });
}

const patient: Patient = {
  fullName: 'Nguyễn|Văn^B & ~ \\X0D\\ Ánh',
  birth: { precision: 'day', date: '1990-08-15' },
  sex: 'male',
  address: 'Số 1\rPID|hẻm 2^3, Đại Cồ Việt & Lê Thanh Nghị ~ Hà Nội',
  citizen: { number: '001090000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  insurance: {
    number: '0199999999',
    facilityCode: '01001',
    validFrom: '2025-01-01',
    validTo: undefined,
    fiveYearsOn: undefined,
    benefitLevel: '4',
  },
  source: 'qr-cccd',
};

test.skipIf(skipped)("Debian's python3-hl7 reads a registration as it was meant", async () => {
  const hospital = await pythonHospital();
  const endpoint = createMllpEndpoint({ ...settings(hospital.port), clock: machineClock });
  const day = '2026-11-22' as BusinessDay;
  const controlId = 'C0NTR0L1D00000000001' as ControlId;
  const site = {
    facilityCode: '27005',
    kioskId: 'kiosk-1',
    timeZone: 'Asia/Ho_Chi_Minh',
    profile: 'demo',
  } as const;
  const visit = {
    visitId: 'V1S1T000000000000001' as VisitId,
    day,
    number: { series: 'A', sequence: 12, text: 'A012' },
    service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: '101' },
    priority: undefined,
    storedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
    paper: 'pending',
    replaces: undefined,
  } as const;
  const bytes = createHl7v2Renderer({ endpoint: settings(hospital.port), site }).render(
    {
      kind: 'registration',
      visit,
      patient,
      purpose: 'examination',
      contact: undefined,
      insuranceCheck: undefined,
      appointment: undefined,
    },
    controlId,
  );

  const delivery = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
  const segments = (await hospital.next()) as unknown[][];
  await endpoint.close();

  assert.deepEqual(delivery, { ok: true, value: 'accepted' });
  assert.deepEqual(
    segments.map(([name]) => name),
    [['MSH'], ['EVN'], ['PID'], ['PD1'], ['PV1'], ['PV2'], ['IN1']],
  );
  const [header = [], , person = [], facility = [], pv1 = [], pv2 = [], in1 = []] = segments;
  assert.deepEqual(
    {
      type: header[9],
      controlId: header[10],
      processing: header[11],
      charset: header[18],
      identifiers: person[3],
      name: person[5],
      birth: person[7],
      sex: person[8],
      address: person[11],
      facility: facility[3],
      service: pv1[10],
      visit: pv1[19],
      ticket: pv1[50],
      serviceName: pv2[23],
      card: in1[36],
      fields: person.length,
    },
    {
      type: [[['ADT'], ['A04'], ['ADT_A01']]],
      controlId: ['C0NTR0L1D00000000001'],
      processing: ['T'],
      charset: ['UNICODE UTF-8'],
      identifiers: [
        [['001090000001'], [''], [''], ['CCCD'], ['NI'], [''], ['20210525']],
        [['012345678'], [''], [''], ['CMND'], ['NI']],
        [['0199999999'], [''], [''], ['BHXH'], ['SB'], [''], ['20250101']],
      ],
      name: [[['Nguyễn|Văn^B'], ['Ánh'], ['& ~ \\X0D\\'], [''], [''], [''], ['L'], [''], [''], [''], ['F']]],
      birth: ['19900815'],
      sex: ['M'],
      address: [[['Số 1 PID|hẻm 2^3, Đại Cồ Việt & Lê Thanh Nghị ~ Hà Nội'], [''], [''], [''], [''], ['VNM'], ['P']]],
      facility: [[[''], [''], [''], [''], [''], ['BHXH'], ['FI'], [''], [''], ['01001']]],
      service: ['K01'],
      visit: [[['V1S1T000000000000001'], [''], [''], ['TIEPDON'], ['VN']]],
      ticket: [[['A012'], [''], [''], ['TIEPDON'], [''], [''], ['20261122']]],
      serviceName: ['Khám Nội'],
      card: ['0199999999'],
      fields: 33,
    },
  );
});

const { registration, correction, arrival, reading, readingByTicket, mean } = samples;
const hostilePatient = { ...anh, fullName: patient.fullName, address: patient.address };

/** Every kind of message that the kiosk sends. */
const hostileAnswers = {
  ...answersOfAnh,
  companion: { ...answersOfAnh.companion, fullName: 'Trần|Văn^Thử & ~' },
  particulars: { ...answersOfAnh.particulars, address: 'Số 9\rNK1|hẻm 2^3 & \\F\\ ~' },
};

function everyKind(characterSet: CharacterSet): readonly (readonly [string, Uint8Array])[] {
  const of = (fact: Fact) => samples.render(fact, { characterSet });
  const rendering = {
    endpoint: samples.endpointWith({ characterSet }),
    site: syntheticSite,
    controlId: samples.controlId,
  };
  const sought = { number: '00114800|001', authority: 'BCA&1.2.3&ISO', type: 'NI' };
  return [
    ['registration', of({ ...registration, patient: hostilePatient })],
    ['answers', of({ ...samples.answered, patient: hostilePatient, answers: hostileAnswers })],
    ['correction', of({ ...correction, patient: hostilePatient })],
    ['arrival', of({ ...arrival, patient: hostilePatient })],
    ['reading', of({ ...reading, reading: { ...reading.reading, deviceModel: 'TM|2657^\\~&' } })],
    ['mean of a sitting', of({ ...mean, reading: { ...mean.reading, deviceModel: 'TM|2657^\\~&' } })],
    ['reading by ticket', of(readingByTicket)],
    ['question', patientQuery(rendering, sought, 0)],
    ['heartbeat', heartbeatMessage(rendering, 0)],
    ['accept acknowledgement', acceptAcknowledgement(rendering, 'H1', 0)],
  ];
}

/** Lists as deep as python3-hl7 found delimiters become repetitions, components and subcomponents. */
function evenOut(segments: readonly (readonly (readonly unknown[])[])[]) {
  const components = (component: unknown) => (Array.isArray(component) ? component : [component]);
  const repetitions = (repetition: unknown) =>
    Array.isArray(repetition) ? repetition.map(components) : [components(repetition)];
  return segments.map((fields) => fields.map((field) => field.map(repetitions)));
}

test.skipIf(skipped).for([
  ['UNICODE UTF-8', 'utf-8'],
  ['8859/1', 'iso-8859-1'],
  ['ASCII', 'ascii'],
] as const)(
  'python3-hl7 reads every kind of message field by field as it was sent, in %s over mutual TLS',
  async ([characterSet, encoding]) => {
    const certificates = makeCertificates();
    certificates.issue('hospital', { extension: 'subjectAltName=IP:127.0.0.1' });
    const kiosk = certificates.issue('kiosk', { extension: 'extendedKeyUsage=clientAuth' });
    const hospital = await pythonHospital(encoding, certificates.folder);
    const tls = {
      caFile: certificates.ca,
      certFile: kiosk.cert,
      keyFile: kiosk.key,
    };
    const endpoint = samples.endpointWith({ port: hospital.port, characterSet, tls, ackTimeoutMs: 20_000 });
    const way = createHl7v2Endpoint({ endpoint, site: syntheticSite, clock: machineClock });
    assert.ok(way.ok);
    for (const [kind, bytes] of everyKind(characterSet)) {
      const sent = await way.value.send({
        messageId: 1,
        endpointId: 'his',
        controlId: samples.controlId,
        attempts: 1,
        bytes,
      });
      const read = evenOut((await hospital.next()) as unknown[][][]);
      assert.deepEqual([kind, sent], [kind, { ok: true, value: 'accepted' }]);
      assert.deepEqual(read.map(afterDelimiters), fieldsOf(bytes, characterSet).map(afterDelimiters), kind);
    }
    await way.value.close();
    certificates.remove();
  },
);

function fieldsOf(bytes: Uint8Array, characterSet: CharacterSet) {
  const message = parseMessage(bytes, characterSet);
  assert.ok(message.ok);
  return message.value.segments.map(({ fields }) => fields);
}

/** MSH-1 and MSH-2 are no text; python3-hl7 takes their backslash for an escape. */
function afterDelimiters<Field>(fields: readonly Field[], index: number): readonly Field[] {
  return index === 0 ? fields.slice(3) : fields;
}
