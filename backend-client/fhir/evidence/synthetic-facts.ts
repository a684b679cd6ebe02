import type { ControlId, ReadingId, VisitId } from '#config/agreements/ids.ts';
import { fhirEndpoint } from '#config/settings/hospital-settings.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type {
  ArrivalFact,
  CorrectionFact,
  ReadingFact,
  RegistrationFact,
  ServiceChangeFact,
  VisitFacts,
} from '../../contract/fact.ts';
import type { SendingSite } from '../../contract/hospital-system.ts';
import type { Patient } from '../../contract/patient.ts';
import type { StoredReading } from '../../contract/reading.ts';
import { anh, syntheticSite, visitOfAnh } from '../../contract/synthetic-people.ts';
import { secondOfThree } from '../../contract/synthetic-readings.ts';

/** People who do not exist, for tests and for the examples in README.md. */

export const site: SendingSite = syntheticSite;

export function endpointSettings(chosen: Partial<FhirEndpointSettings> = {}): FhirEndpointSettings {
  const { baseUrl = 'http://127.0.0.1:8080/fhir', ...others } = chosen;
  return { ...fhirEndpoint.parse({ id: 'fhir', protocol: 'fhir-r4', baseUrl }), ...others };
}

export const { day, storedAt } = visitOfAnh;
const minuteMs = 60_000;

export function controlId(number: number): ControlId {
  return `C0NTR0L1D0000000${String(number).padStart(4, '0')}` as ControlId;
}

export function visitFacts(patient: Patient = anh, chosen: Partial<VisitFacts> = {}): VisitFacts {
  return {
    visit: visitOfAnh,
    patient,
    purpose: 'examination',
    contact: undefined,
    insuranceCheck: undefined,
    appointment: undefined,
    ...chosen,
  };
}

export function registration(patient: Patient = anh, chosen: Partial<VisitFacts> = {}): RegistrationFact {
  return { kind: 'registration', ...visitFacts(patient, chosen) };
}

export function correction(patient: Patient, chosen: Partial<VisitFacts> = {}): CorrectionFact {
  return { kind: 'correction', ...visitFacts(patient, chosen), correctedAt: storedAt + 2 * minuteMs };
}

/** From UA003 for `noi` to UB007 for `mat`. */
export function serviceChange(patient: Patient = anh): ServiceChangeFact {
  const visit = {
    ...visitOfAnh,
    number: { series: 'UB', sequence: 7, text: 'UB007' },
    service: { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205' },
    replaces: visitOfAnh.number.text,
  };
  return { kind: 'service-change', ...visitFacts(patient, { visit }), changedAt: storedAt + 3 * minuteMs };
}

export function arrival(appointmentId: string, patient: Patient = anh): ArrivalFact {
  const appointment = {
    appointmentId,
    kind: 'appointment',
    serviceHisCode: 'K01',
    startsAt: storedAt + 30 * minuteMs,
    description: undefined,
  } as const;
  return { kind: 'arrival', ...visitFacts(patient, { appointment }), appointment };
}

const taken: StoredReading = {
  readingId: 'READ1NG0000000000001' as ReadingId,
  day,
  takenAt: storedAt + 6 * minuteMs,
  visitId: 'V1S1T000000000000001' as VisitId,
  ticketNumber: 'UA003',
  values: {
    kind: 'blood-pressure',
    systolic: 138,
    diastolic: 82,
    mean: 101,
    pulse: 72,
    irregular: false,
    moved: false,
  },
  deviceId: 'bp',
  deviceModel: 'TM-2657',
  deviceTime: '2026-11-22T08:17',
  circumstances: secondOfThree,
};

export function reading(facts: VisitFacts | undefined, chosen: Partial<StoredReading> = {}): ReadingFact {
  const stored = { ...taken, ...chosen };
  return { kind: 'reading', reading: stored, facts, visitId: stored.visitId, ticketNumber: stored.ticketNumber };
}
