import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { HospitalLookUps, KnownPatient, LookUpAnswer } from '#backend-client/contract/look-up.ts';
import type { Patient } from '#backend-client/contract/patient.ts';
import type { NumbersElsewhere } from '#backend-client/hub-link/numbers-elsewhere.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { veiledName } from '#kiosk/facts/masked.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { HospitalAnswered } from '#kiosk/flow/events.ts';

export interface AskHospitalParts {
  readonly lookUps: HospitalLookUps;
  /** For all questions about one patient together. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  /** A trend can be shown: this kiosk measures blood pressure by protocol. */
  readonly asksPressures: boolean;
  /** Left out: no hub is asked. */
  readonly numbersElsewhere?: NumbersElsewhere | undefined;
}

/** Nobody's pressures are asked for where none are shown. */
export function asksPressures({ measuring, measuringSteps }: FlowSettings): boolean {
  return measuring !== undefined && measuringSteps.some(({ takes }) => takes === 'blood-pressure');
}

export type AskHospitalEffect = Extract<FlowEffect, { do: 'ask-hospital' }>;

/**
 * All questions at once, as far as they do not need each other's answers; what has come when the deadline passes is the
 * answer. Always resolves.
 */
export function askHospital(
  { sessionId, question, patient, day, appointmentId }: AskHospitalEffect,
  { lookUps, deadlineMs, clock, asksPressures, numbersElsewhere }: AskHospitalParts,
): Promise<HospitalAnswered> {
  let answers: HospitalAnswered['answers'] = { contact: undefined, appointments: [], insuranceCheck: undefined };

  function noteOther(): void {
    answers = { ...answers, namesAnother: true };
  }

  /** Whoever typed a number may be anybody: what the hospital knows of its holder stays there. */
  function noteTyped(person: KnownPatient | undefined): void {
    if (!person) return;
    const name = patient.fullName === undefined && person.fullName ? veiledName(person.fullName) : undefined;
    answers = {
      ...answers,
      contact: { phone: undefined, patientCode: person.patientCode },
      ...(name && { veiledName: name }),
    };
  }

  async function askAboutPerson(): Promise<void> {
    // A name and a birth year are many people's.
    if (isNameAlone(patient)) return;
    const found = await lookUps.findPatient(patient);
    // Whoever it is, their appointments are not this patient's.
    if (isOther(found)) return noteOther();
    const person = known(found);
    if (isSaid(patient)) return noteTyped(person);
    if (person) answers = { ...answers, contact: contactOf(person), particulars: person.particulars };
    await Promise.all([askAboutAppointments(person), person && asksPressures && askAboutPressures(person)]);
  }

  async function askAboutAppointments(person: KnownPatient | undefined): Promise<void> {
    const appointments = known(await lookUps.findAppointments(patient, person, day));
    if (appointments)
      answers = { ...answers, appointments: withoutRepeats([...answers.appointments, ...appointments]) };
  }

  async function askAboutPressures(person: KnownPatient): Promise<void> {
    const told = person.earlierPressures ?? known(await lookUps.findEarlierPressures(patient, person, day));
    if (told && told.length > 0) answers = { ...answers, earlierPressures: told };
  }

  async function askAboutSlip(): Promise<void> {
    if (appointmentId === undefined) return;
    const slip = known(await lookUps.findAppointment(appointmentId, day));
    if (slip) answers = { ...answers, appointments: withoutRepeats([slip, ...answers.appointments]) };
  }

  async function askAboutInsurance(): Promise<void> {
    if (!patient.insurance && !patient.citizen) return;
    const checked = await lookUps.checkInsurance(patient);
    if (isOther(checked)) return noteOther();
    const insuranceCheck = known(checked);
    if (insuranceCheck) answers = { ...answers, insuranceCheck };
  }

  async function askAboutNumbers(): Promise<void> {
    const found = (await numbersElsewhere?.(patient, day)) ?? [];
    if (found.length > 0) answers = { ...answers, numbersElsewhere: found };
  }

  return new Promise((resolve, reject) => {
    const answer = () => resolve({ type: 'hospital-answered', sessionId, question, answers });
    const callOff = clock.after(deadlineMs, answer);
    Promise.all([askAboutSlip(), askAboutPerson(), askAboutInsurance(), askAboutNumbers()])
      .finally(callOff)
      .then(answer, reject);
  });
}

function isSaid({ source }: Patient): boolean {
  return source === 'typed' || source === 'phone-shown';
}

function isNameAlone({ citizen, insurance, oldIdentityCard, passport, patientCode, saidPhone }: Patient): boolean {
  return !(citizen ?? insurance ?? oldIdentityCard ?? passport ?? patientCode ?? saidPhone);
}

function contactOf({ patientCode, contact }: KnownPatient): HospitalAnswered['answers']['contact'] {
  return { phone: contact?.phone, patientCode };
}

function isOther(answer: LookUpAnswer<unknown>): boolean {
  return !answer.ok && answer.problem.kind === 'other-person';
}

function known<Value>(answer: LookUpAnswer<Value>): Value | undefined {
  return answer.ok ? answer.value : undefined;
}

/** By id; the first stays. */
function withoutRepeats(appointments: readonly Appointment[]): readonly Appointment[] {
  return appointments.filter(
    ({ appointmentId }, at) => appointments.findIndex((each) => each.appointmentId === appointmentId) === at,
  );
}
