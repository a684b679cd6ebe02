import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem } from '#config/agreements/result.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import { insuranceResults } from '#config/catalogues/insurance-results.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { HospitalLookUps, KnownPatient, LookUpAnswer } from '../contract/look-up.ts';
import type { Patient } from '../contract/patient.ts';
import { insuranceCheckFrom, insuredNamed, isOfAnotherCard } from '../insurance/insurance-check.ts';
import { earlierPressures } from '../look-ups/earlier-pressures.ts';
import { namesAnother } from '../look-ups/named-person.ts';
import { offeredParticulars } from '../look-ups/offered-particulars.ts';
import type { WebhookClient } from './client.ts';
import { insuranceCardDocument, known, patientDocument } from './documents.ts';
import { lookUpUrlOf } from './endpoint.ts';
import {
  findAppointmentAnswer,
  findAppointmentsAnswer,
  findPatientAnswer,
  type WebhookAppointment,
  type WebhookNamedPerson,
  type WebhookQuestion,
} from './question-words.ts';
import { readAnswer, readJson } from './read-answer.ts';
import { webhookVersion } from './words.ts';

interface Needs {
  readonly settings: Pick<WebhookEndpointSettings, 'id' | 'url' | 'lookUpUrl' | 'capabilities'>;
  readonly site: Pick<SendingSite, 'facilityCode' | 'kioskId' | 'timeZone'>;
  readonly client: WebhookClient;
  readonly clock: Clock;
  /** For each single question; the caller has a deadline of its own. */
  readonly timeoutMs: number;
  readonly log: Log;
}

const mostAppointments = 8;

/** Questions to a program of the hospital; only those whose capability the site file names. All are posts: no number is in an address. */
export function createWebhookLookUps({
  settings,
  site,
  client,
  clock,
  timeoutMs,
  log,
}: Needs): Partial<HospitalLookUps> {
  const { facilityCode, kioskId, timeZone } = site;
  const head = { version: webhookVersion, facilityCode, kioskId } as const;
  const url = lookUpUrlOf(settings);
  const offers = (capability: (typeof settings.capabilities)[number]) => settings.capabilities.includes(capability);

  return {
    ...(offers('patient-look-up') ? { findPatient } : {}),
    ...(offers('appointment-look-up') ? { findAppointments, findAppointment } : {}),
    ...(offers('insurance-check') ? { checkInsurance } : {}),
  };

  function ask(question: WebhookQuestion) {
    return client.post({ url, body: JSON.stringify(question), timeoutMs });
  }

  async function findPatient(patient: Patient): Promise<LookUpAnswer<KnownPatient | undefined>> {
    const asked = await ask({ ...head, kind: 'find-patient', ...personDocument(patient) });
    const answer = readAnswer(asked, findPatientAnswer);
    if (!answer.ok) return answer;
    if (answer.value.result === 'ambiguous') return problem({ kind: 'ambiguous' });
    if (answer.value.result === 'unknown') return ok(undefined);
    if (isAboutAnother(patient, answer.value.person)) return problem({ kind: 'other-person' });
    const { patientCode, ethnicity, occupation, address } = answer.value;
    const phone = phoneFrom(answer.value.phone);
    const fullName = patient.fullName === undefined ? (answer.value.person?.fullName ?? undefined) : undefined;
    const contact = phone === undefined ? undefined : { phone, patientCode, phoneConfirmed: undefined };
    const particulars = offeredParticulars({ ethnicity, occupation, address, phone });
    const told = answer.value.earlierPressures?.map((each) => ({ ...each, isMean: true })) ?? [];
    const pressures = earlierPressures(told, businessDayAt(clock.now(), timeZone));
    return ok({
      patientCode,
      contact,
      ...known('fullName', fullName),
      ...(particulars && { particulars }),
      ...(pressures.length > 0 && { earlierPressures: pressures }),
    });
  }

  async function findAppointments(
    patient: Patient,
    person: KnownPatient | undefined,
    day: BusinessDay,
  ): Promise<LookUpAnswer<readonly Appointment[]>> {
    const asked = await ask({
      ...head,
      kind: 'find-appointments',
      ...personDocument(patient),
      ...known('patientCode', person?.patientCode),
      day,
    });
    const answer = readAnswer(asked, findAppointmentsAnswer);
    if (!answer.ok) return answer;
    if (isAboutAnother(patient, answer.value.person)) return problem({ kind: 'other-person' });
    const found = answer.value.appointments.map(appointmentFrom).filter(isOfDay(day, timeZone));
    return ok(found.sort(soonestFirst).slice(0, mostAppointments));
  }

  async function findAppointment(
    appointmentId: string,
    day: BusinessDay,
  ): Promise<LookUpAnswer<Appointment | undefined>> {
    const answer = readAnswer(
      await ask({ ...head, kind: 'find-appointment', appointmentId, day }),
      findAppointmentAnswer,
    );
    if (!answer.ok) return answer;
    const found = answer.value.appointment ? appointmentFrom(answer.value.appointment) : undefined;
    return ok(found && isOfDay(day, timeZone)(found) ? found : undefined);
  }

  async function checkInsurance(patient: Patient): Promise<LookUpAnswer<InsuranceCheck>> {
    const answer = readJson(await ask({ ...head, kind: 'check-insurance', ...personDocument(patient) }));
    if (!answer.ok) return answer;
    const check = insuranceCheckFrom(answer.value, { now: clock.now(), timeZone });
    if (!check) return problem({ kind: 'not-understood' });
    if (isOfAnotherPerson(patient, check, answer.value)) return problem({ kind: 'other-person' });
    const reason = insuranceResults.get(check.resultCode)?.alarm;
    if (reason) log('insurance-alarm', { endpointId: settings.id, resultCode: check.resultCode, reason });
    return ok(check);
  }
}

function isAboutAnother(patient: Patient, told: WebhookNamedPerson): boolean {
  if (!told) return false;
  const { fullName, birthDate, sex } = told;
  return namesAnother(patient, {
    fullNames: fullName ? [fullName] : [],
    birth: /^\d{4}(-\d{2}(-\d{2})?)?$/.exec(birthDate ?? '')?.[0],
    sex: sex === 'male' || sex === 'female' ? sex : 'unknown',
  });
}

/** Where the gateway knows the card. Where it does not, another name is what it complains of. */
function isOfAnotherPerson(patient: Patient, { path, cardNumber }: InsuranceCheck, answer: unknown): boolean {
  if (!path.startsWith('insured') && path !== 'expired') return false;
  return isOfAnotherCard(patient.insurance?.number, cardNumber) || namesAnother(patient, insuredNamed(answer));
}

function personDocument(patient: Patient) {
  return {
    patient: patientDocument(patient),
    ...known('insuranceCard', patient.insurance && insuranceCardDocument(patient.insurance)),
  };
}

/** As people write numbers: with blanks, dots, hyphens, brackets. What is no number is no reason to lose the patient's code. */
function phoneFrom(text: string | null | undefined): string | undefined {
  const digits = text?.replace(/[\s.()-]/g, '') ?? '';
  return /^\+?\d{8,15}$/.test(digits) ? digits : undefined;
}

function appointmentFrom({
  appointmentId,
  kind,
  serviceHisCode,
  startsAt,
  description,
}: WebhookAppointment): Appointment {
  return {
    appointmentId,
    kind,
    serviceHisCode: serviceHisCode ?? undefined,
    startsAt: startsAt ? Date.parse(startsAt) : undefined,
    description: shownText(description ?? '', 80) || undefined,
  };
}

const isOfDay =
  (day: BusinessDay, timeZone: string) =>
  ({ startsAt }: Appointment): boolean =>
    startsAt === undefined || businessDayAt(startsAt, timeZone) === day;

/** Those without a time last. */
function soonestFirst(one: Appointment, other: Appointment): number {
  return (one.startsAt ?? Number.MAX_SAFE_INTEGER) - (other.startsAt ?? Number.MAX_SAFE_INTEGER);
}
