import type { AlertId, BusinessDay, ControlId, OpinionId, ReadingId } from '#config/agreements/ids.ts';
import { sampleFacts } from '../check-in-columns/sample-facts.ts';
import type { Alert } from '../contract/alert.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { Fact, ReadingFact, RegistrationFact, ServiceChangeFact, SurveyFact } from '../contract/fact.ts';
import type { StoredReading } from '../contract/reading.ts';
import { anh, answersOfAnh, syntheticSite } from '../contract/synthetic-people.ts';
import { secondOfThree } from '../contract/synthetic-readings.ts';
import { createWebhookRenderer } from './renderer.ts';
import type { WebhookFact } from './words.ts';

/** One fact of each kind about synthetic people, and the documents that the renderer makes of them. */

export const sampleAppointment: Appointment = {
  appointmentId: 'LH-2026-0042',
  kind: 'appointment',
  serviceHisCode: 'K01',
  startsAt: Date.UTC(2026, 10, 22, 2, 0, 0),
  description: 'BS. Trần Văn B, phòng P.101',
};

export const sampleReading: StoredReading = {
  readingId: 'READ1NG0000000000001' as ReadingId,
  visitId: sampleFacts.visit.visitId,
  ticketNumber: 'UA003',
  day: '2026-11-22' as BusinessDay,
  takenAt: Date.UTC(2026, 10, 22, 1, 20, 0),
  values: {
    kind: 'blood-pressure',
    systolic: 132,
    diastolic: 84,
    mean: undefined,
    pulse: 71,
    irregular: false,
    moved: undefined,
  },
  deviceId: 'cuff-1',
  deviceModel: 'HBP-9030',
  deviceTime: undefined,
  circumstances: secondOfThree,
};

const readingFact: ReadingFact = {
  kind: 'reading',
  reading: sampleReading,
  facts: sampleFacts,
  visitId: sampleReading.visitId,
  ticketNumber: sampleReading.ticketNumber,
};

export const sampleSurvey: SurveyFact = {
  kind: 'survey',
  opinion: {
    opinionId: '0P1N10N0000000000001' as OpinionId,
    day: '2026-11-22' as BusinessDay,
    serviceHisCode: 'K01',
    score: 4,
  },
};

export const sampleAlert: Alert = {
  alertId: 'A1ERT000000000000001' as AlertId,
  kind: 'help-wanted',
  kioskId: 'kiosk-1',
  place: 'Sảnh A, cạnh cửa chính',
  raisedAt: Date.UTC(2026, 10, 22, 1, 12, 30),
  escalation: 0,
};

export const sampleOfEachKind: readonly Fact[] = [
  sampleFacts,
  {
    ...sampleFacts,
    kind: 'correction',
    patient: { ...anh, source: 'chip', chip: 'genuine' },
    correctedAt: Date.UTC(2026, 10, 22, 1, 14, 0),
  },
  { ...sampleFacts, kind: 'arrival', appointment: sampleAppointment },
  readingFact,
  sampleSurvey,
];

/** Where the site file has everything asked. */
export const sampleAnswered: RegistrationFact = { ...sampleFacts, purpose: 'referral', answers: answersOfAnh };

/** Told as a correction, with `visit.replaces`. */
export const sampleServiceChange: ServiceChangeFact = {
  ...sampleFacts,
  kind: 'service-change',
  visit: {
    ...sampleFacts.visit,
    number: { series: 'UB', sequence: 7, text: 'UB007' },
    service: { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205' },
    replaces: sampleFacts.visit.number.text,
  },
  changedAt: Date.UTC(2026, 10, 22, 1, 15, 0),
};

export const sampleControlId = 'C0NTR01D000000000001' as ControlId;

const renderer = createWebhookRenderer({
  endpoint: { id: 'his', capabilities: ['registrations', 'arrivals', 'readings'] },
  site: syntheticSite,
});

export function exampleOf(kind: WebhookFact['kind']): WebhookFact {
  const fact = sampleOfEachKind.find((each) => each.kind === kind);
  if (!fact) throw new Error(`no example of a ${kind}`);
  return documentOf(fact);
}

export function documentOf(fact: Fact): WebhookFact {
  return JSON.parse(new TextDecoder().decode(renderer.render(fact, sampleControlId)));
}
