import type { ControlId, ReadingId } from '#config/agreements/ids.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type {
  ArrivalFact,
  CancellationFact,
  CorrectionFact,
  Fact,
  ReadingFact,
  RegistrationFact,
  ServiceChangeFact,
} from '../contract/fact.ts';
import type { BloodPressureValues } from '../contract/reading.ts';
import { anh, answersOfAnh, syntheticSite, visitOfAnh } from '../contract/synthetic-people.ts';
import { factOf, meanOfThree, secondOfThree } from '../contract/synthetic-readings.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';

/** For tests and for the examples of the README: somebody who does not exist, with everything that can be known. */

export const controlId = 'C0NTR0L1D00000000001' as ControlId;

export function endpointWith(changes: Readonly<Record<string, unknown>> = {}): Hl7v2EndpointSettings {
  const plain = { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 2575 };
  return hl7v2Endpoint.parse({ ...plain, ...changes });
}

export function render(fact: Fact, changes: Readonly<Record<string, unknown>> = {}): Uint8Array {
  return createHl7v2Renderer({ endpoint: endpointWith(changes), site: syntheticSite }).render(fact, controlId);
}

const { storedAt } = visitOfAnh;
const minuteMs = 60_000;

export const registration: RegistrationFact = {
  kind: 'registration',
  visit: visitOfAnh,
  patient: anh,
  purpose: 'follow-up',
  contact: { phone: '0912000001', patientCode: 'BN0001', phoneConfirmed: true },
  insuranceCheck: {
    resultCode: '003',
    path: 'insured-by-new-card',
    validFrom: '2026-06-01',
    validTo: '2027-05-31',
    newCardNumber: 'DN4010199999998',
    facilityCode: '01002',
    transactionId: 'GD0001',
    checkedAt: storedAt - minuteMs,
  },
  appointment: {
    appointmentId: 'HK2026-0001',
    kind: 'follow-up-slip',
    serviceHisCode: 'K01',
    startsAt: Date.UTC(2026, 10, 22, 1, 30),
    description: undefined,
  },
};

/** Where the site file has everything asked. */
export const answered: RegistrationFact = { ...registration, purpose: 'referral', answers: answersOfAnh };

export const correction: CorrectionFact = {
  ...registration,
  kind: 'correction',
  patient: { ...anh, source: 'chip', chip: 'genuine' },
  correctedAt: storedAt + minuteMs,
};

export const serviceChange: ServiceChangeFact = {
  ...registration,
  kind: 'service-change',
  visit: {
    ...visitOfAnh,
    number: { series: 'UB', sequence: 7, text: 'UB007' },
    service: { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205' },
    replaces: visitOfAnh.number.text,
    numberedAt: storedAt + 2 * minuteMs,
  },
  changedAt: storedAt + 2 * minuteMs,
};

export const cancellation: CancellationFact = {
  ...registration,
  kind: 'cancellation',
  cancelledAt: storedAt + 2 * minuteMs,
};

export const arrival: ArrivalFact = {
  ...registration,
  kind: 'arrival',
  appointment: registration.appointment ?? neverMissing(),
};

const measured: BloodPressureValues = {
  kind: 'blood-pressure',
  systolic: 127,
  diastolic: 76,
  mean: 97,
  pulse: 78,
  irregular: false,
  moved: false,
};

export const reading: ReadingFact = {
  kind: 'reading',
  visitId: registration.visit.visitId,
  ticketNumber: registration.visit.number.text,
  facts: registration,
  reading: {
    readingId: 'READ1NG0000000000001' as ReadingId,
    visitId: registration.visit.visitId,
    ticketNumber: registration.visit.number.text,
    day: registration.visit.day,
    takenAt: storedAt + 8 * minuteMs,
    deviceId: 'bp',
    deviceModel: 'TM-2657',
    deviceTime: '2026-11-22T08:19',
    values: measured,
    circumstances: secondOfThree,
  },
};

export const mean: ReadingFact = factOf(meanOfThree, registration);

/** From a kiosk that only measures: the ticket is all it knows. */
export const readingByTicket: ReadingFact = {
  ...reading,
  facts: undefined,
  reading: {
    ...reading.reading,
    deviceModel: undefined,
    deviceTime: undefined,
    values: { ...measured, mean: undefined, irregular: undefined, moved: undefined },
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined },
  },
};

function neverMissing(): never {
  throw new Error('the sample visit has an appointment');
}
