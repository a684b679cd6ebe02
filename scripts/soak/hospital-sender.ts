/**
 * For `npm run soak -- hospital`: a kiosk without screens. Stores visits, corrections and readings and lets the outbox bring
 * them to the hospital, until all are accepted; goes on where it was killed.
 *
 * Arguments: the store's path, the hospital's port, how many visits. Ends with code 0 only when nothing is left to send.
 */
import { randomBytes } from 'node:crypto';
import type { Patient } from '#backend-client/contract/patient.ts';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { createMllpEndpoint } from '#backend-client/hl7v2/mllp-endpoint.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { openStore } from '#backend-client/store/store.ts';
import type { SessionId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import { soakPerson } from './people.ts';

const [path = '', port = '0', wanted = '0'] = process.argv.slice(2);
const settings = hl7v2Endpoint.parse({
  id: 'his',
  protocol: 'hl7v2-mllp',
  host: '127.0.0.1',
  port: Number(port),
  ackTimeoutMs: 300,
});
const timeZone = 'Asia/Ho_Chi_Minh';
const service = {
  code: 'noi',
  hisCode: 'K01',
  name: { vi: 'Khám Nội' },
  room: '101',
  prefix: 'A',
  priorityPrefix: 'UA',
};
const endpoint = createMllpEndpoint({ ...settings, clock: machineClock });
const opened = openStore({
  path,
  masterKey: new Uint8Array(32).fill(7),
  facility: { timeZone, services: [service] },
  renderers: [
    createHl7v2Renderer({
      endpoint: settings,
      site: { facilityCode: '27005', kioskId: 'kiosk-1', timeZone, profile: 'demo' },
    }),
  ],
  endpoints: [endpoint],
  clock: machineClock,
  randomBytes,
});
if (!opened.ok) throw new Error(opened.problem.kind);
const store = opened.value;
const outbox = createOutbox({ store, endpoints: [endpoint], clock: machineClock, random: Math.random, log: () => {} });
outbox.start();

/** So many wait at most, so that the kills meet every stage of a morning. */
const mostWaiting = 300;
let next = store.storedToday();
const total = Number(wanted);
work();

function work(): void {
  for (let batch = 0; batch < 20 && next < total && store.messageCounts().queued < mostWaiting; batch += 1) {
    arrive(next);
    next += 1;
  }
  outbox.wake();
  const { queued, sending, refused, unsure } = store.messageCounts();
  if (refused + unsure > 0) throw new Error('the hospital accepts everything, and yet a person is asked');
  if (next < total || queued + sending > 0) machineClock.after(10, work);
  else void end();
}

async function end(): Promise<void> {
  await outbox.stop();
  await endpoint.close();
  store.close();
}

/** Every fourth scans another card later, every second has blood pressure taken. */
function arrive(index: number): void {
  const patient = patientOf(index);
  const { visitId, number } = storeVisit(patient);
  if (index % 2 === 0) {
    const values = { systolic: 120 + (index % 40), diastolic: 76, mean: 91, pulse: 72 } as const;
    const read = store.storeReading({
      visitId,
      ticketNumber: number.text,
      values: { kind: 'blood-pressure', ...values, irregular: false, moved: false },
      deviceId: 'bp',
      deviceModel: undefined,
      deviceTime: undefined,
      circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
    });
    if (!read.ok) throw new Error(read.problem.kind);
  }
  if (index % 4 === 0) {
    const insurance = {
      number: `DN4010${String(index).padStart(9, '0')}`,
      facilityCode: '27005',
      validFrom: '2026-01-01',
      validTo: undefined,
      fiveYearsOn: undefined,
      benefitLevel: '4',
    };
    storeVisit({ ...patient, insurance });
  }
}

function storeVisit(patient: Patient) {
  const stored = store.storeVisit({
    sessionId: 'SESSION' as SessionId,
    patient,
    serviceCode: service.code,
    purpose: 'examination',
    priority: undefined,
  });
  if (!stored.ok) throw new Error(stored.problem.kind);
  return stored.value.visit;
}

function patientOf(index: number): Patient {
  const { fullName, number, address } = soakPerson(index);
  return {
    fullName,
    birth: { precision: 'year', year: 1930 + (index % 95) },
    sex: index % 2 ? 'male' : 'female',
    address,
    citizen: { number, oldNumber: undefined, issuedOn: undefined },
    insurance: undefined,
    source: 'qr-cccd',
  };
}
