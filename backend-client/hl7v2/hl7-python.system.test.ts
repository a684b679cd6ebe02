import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, test } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay, ControlId, VisitId } from '#config/agreements/ids.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { Patient } from '../contract/patient.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';
import { createMllpEndpoint } from './mllp-endpoint.ts';

/** Debian's own interpreter: python3-hl7 is installed for it and for no other. */
const python = '/usr/bin/python3';
const installed = spawnSync(python, ['-c', 'import hl7.mllp']).status === 0;
const skipped = !installed && process.env.CI === undefined;
if (skipped)
  process.stderr.write(
    'Skipped hl7-python: Debian package python3-hl7 is not installed (apt-get install python3-hl7).\n',
  );

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill();
});

const realClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

async function pythonHospital() {
  const child = spawn(python, [fileURLToPath(new URL('./hl7-python-receiver.py', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  return { port: Number(await next()), next };
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
  const endpoint = createMllpEndpoint({ ...settings(hospital.port), clock: realClock });
  const day = '2026-11-22' as BusinessDay;
  const controlId = 'C0NTR0L1D00000000001' as ControlId;
  const site = {
    facilityCode: '27005',
    timeZone: 'Asia/Ho_Chi_Minh',
    profile: 'demo',
    services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: '101' }],
  } as const;
  const visit = {
    visitId: 'V1S1T000000000000001' as VisitId,
    day,
    number: { series: 'A', sequence: 12, text: 'A012' },
    serviceCode: 'noi',
    priority: undefined,
    storedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
    paper: 'pending',
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
