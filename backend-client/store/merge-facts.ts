import { purposeWords } from '#config/catalogues/visit-purposes.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { Contact } from '../contract/patient.ts';
import type { Priority, VisitPurpose, VisitRequest } from '../contract/visit.ts';
import { enrichPatient } from './enrich-patient.ts';
import { mergeAnswers } from './merge-answers.ts';

/** What a later scan or chip can tell about a visit that is stored already. What is left out says nothing. */
export type LaterFacts = Pick<VisitRequest, 'contact' | 'insuranceCheck' | 'appointment' | 'answers'> &
  Partial<Pick<VisitRequest, 'patient' | 'purpose' | 'priority'>>;

export interface MergedFacts {
  readonly facts: VisitFacts;
  /** The appointment of a visit that had none: the hospital has not been told of this arrival. */
  readonly arrived: Appointment | undefined;
}

/**
 * Everything that is known about a visit together with everything that a later scan of the same document for the same service
 * says (design §7). Nothing that is known is lost. `undefined`: nothing is new, and nobody need be told.
 */
export function mergeFacts(known: VisitFacts, later: LaterFacts): MergedFacts | undefined {
  const appointment = mergeAppointment(known.appointment, later.appointment);
  const answers = mergeAnswers(known.answers, later.answers);
  const facts: VisitFacts = {
    ...known,
    visit: { ...known.visit, priority: mergePriority(known.visit.priority, later.priority) },
    patient: later.patient ? enrichPatient(known.patient, later.patient) : known.patient,
    purpose: mergePurpose(known.purpose, later.purpose),
    contact: mergeContact(known.contact, later.contact),
    insuranceCheck: mergeInsuranceCheck(known.insuranceCheck, later.insuranceCheck),
    appointment,
    ...(answers && { answers }),
  };
  if (isSame(facts, known)) return undefined;
  return { facts, arrived: known.appointment ? undefined : appointment };
}

function mergePurpose(known: VisitPurpose, later: VisitPurpose | undefined): VisitPurpose {
  return later !== undefined && purposeWords(later).saysMore ? later : known;
}

/** The number that the patient said is right, or is not, counts; else the one that was known first. */
function mergeContact(known: Contact | undefined, later: Contact | undefined): Contact | undefined {
  if (!known || !later) return known ?? later;
  const patientCode = known.patientCode ?? later.patientCode;
  const saidNow = later.phoneConfirmed !== undefined && later.phone !== undefined;
  const { phone, phoneConfirmed } = saidNow || known.phone === undefined ? later : known;
  return { phone, patientCode, phoneConfirmed };
}

/** The newer answer counts, unless it is none. The same answer once more is not new, though it was given at another time. */
function mergeInsuranceCheck(
  known: InsuranceCheck | undefined,
  later: InsuranceCheck | undefined,
): InsuranceCheck | undefined {
  if (!known || !later) return known ?? later;
  if (later.path === 'not-verified') return known;
  const atThatTime = { checkedAt: known.checkedAt, transactionId: known.transactionId };
  return isSame({ ...later, ...atThatTime }, known) ? known : later;
}

/** A visit is for one appointment, the first that it was stored with; what was not known of it is added. */
function mergeAppointment(known: Appointment | undefined, later: Appointment | undefined): Appointment | undefined {
  if (!known || !later) return known ?? later;
  if (known.appointmentId !== later.appointmentId) return known;
  return {
    ...known,
    serviceHisCode: known.serviceHisCode ?? later.serviceHisCode,
    startsAt: known.startsAt ?? later.startsAt,
    description: known.description ?? later.description,
  };
}

/** The number on the paper stays what it is; staff and hospital know the ground. */
function mergePriority(known: Priority | undefined, later: Priority | undefined): Priority | undefined {
  if (!known || !later) return known ?? later;
  return !known.certain && later.certain ? later : known;
}

/** As the store would write them: a field that is left out and one that is `undefined` are the same, in any order. */
function isSame(one: object, other: object): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
