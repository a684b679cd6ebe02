import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { CheckInEffect, CheckInStep } from './effects.ts';
import type { CheckInEvent } from './events.ts';
import { calm, goTo, stay } from './moves.ts';
import { patientFromIdentities } from './patient.ts';
import type { CheckInState, FlowSettings, HospitalAnswers, Identities, Session, StateAt } from './state.ts';

/**
 * What the hospital knows about the patient, asked while the patient looks at the confirm screen. Nobody waits longer than the
 * host's deadline, and without an answer everything goes on as "not verified" (laws 1, 9).
 */

/** A new question; an answer to an earlier one of this session means nothing any more. */
export function askHospital(
  settings: FlowSettings,
  session: Session,
  identities: Identities,
): { readonly session: Session; readonly effects: readonly CheckInEffect[] } {
  if (!settings.asksHospital) return { session, effects: [] };
  const { sessionId, today, appointmentId } = session;
  const question = session.hospital.question + 1;
  const patient = patientFromIdentities(identities, today);
  return {
    session: { ...session, hospital: { ...session.hospital, asked: 'asking', question } },
    effects: [{ do: 'ask-hospital', sessionId, question, patient, day: today, appointmentId }],
  };
}

type HospitalAnswered = Extract<CheckInEvent, { type: 'hospital-answered' }>;

export function hospitalAnswered(settings: FlowSettings, state: CheckInState, event: HospitalAnswered): CheckInStep {
  switch (state.at) {
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service': {
      const { session } = state;
      if (session.sessionId !== event.sessionId || session.hospital.question !== event.question) return stay(state);
      const { contact, appointments, insuranceCheck } = event.answers;
      const hospital: HospitalAnswers = {
        asked: 'answered',
        question: event.question,
        contact: contact && { ...contact, phoneConfirmed: session.hospital.contact?.phoneConfirmed },
        appointments,
        insuranceCheck,
      };
      const answered = { ...state, session: { ...session, hospital } };
      return answered.at === 'waiting-for-hospital' ? identityConfirmed(settings, answered) : goTo(answered);
    }
    default:
      return stay(state);
  }
}

/** On from "this is me": a moment for the hospital, then the phone number, then an appointment, then the service. */
export function identityConfirmed(
  settings: FlowSettings,
  state: StateAt<'confirming-identity' | 'waiting-for-hospital'>,
): CheckInStep {
  const { session, identities } = state;
  if (session.hospital.asked === 'asking' && state.at === 'confirming-identity') {
    return goTo({ ...calm(state), at: 'waiting-for-hospital', session, identities });
  }
  const { contact } = session.hospital;
  if (contact?.phone !== undefined && contact.phoneConfirmed === undefined) {
    return goTo({ ...calm(state), at: 'confirming-contact', session, identities });
  }
  return toAppointments(settings, state);
}

/** A number that is not right any more is not shown again; the desk asks for the new one. */
export function phoneConfirmed(settings: FlowSettings, state: CheckInState, isRight: boolean): CheckInStep {
  if (state.at !== 'confirming-contact') return stay(state);
  const { contact } = state.session.hospital;
  const confirmed = contact && { ...contact, phoneConfirmed: isRight };
  const session = { ...state.session, hospital: { ...state.session.hospital, contact: confirmed } };
  return toAppointments(settings, { ...state, session });
}

/** The appointment that was chosen, and the kiosk's service for it, when the kiosk has one. */
export function appointmentChosen(
  settings: FlowSettings,
  state: StateAt<'choosing-appointment'>,
  appointmentId: string | undefined,
): { readonly chosen: Session; readonly serviceCode: string | undefined } | undefined {
  const { session } = state;
  if (appointmentId === undefined) return { chosen: { ...session, appointment: undefined }, serviceCode: undefined };
  const appointment = session.hospital.appointments.find((each) => each.appointmentId === appointmentId);
  if (!appointment) return undefined;
  return { chosen: { ...session, appointment }, serviceCode: serviceOfAppointment(settings, appointment) };
}

export function serviceOfAppointment(settings: FlowSettings, { serviceHisCode }: Appointment): string | undefined {
  return serviceHisCode === undefined ? undefined : settings.serviceByHisCode.get(serviceHisCode);
}

/** The one that was chosen, else the one whose slip was scanned, as far as the hospital told of it. */
export function appointmentOf({ appointment, appointmentId, hospital }: Session): Appointment | undefined {
  if (appointment || appointmentId === undefined) return appointment;
  const told = hospital.appointments.find((each) => each.appointmentId === appointmentId);
  const untold = {
    kind: 'follow-up-slip',
    serviceHisCode: undefined,
    startsAt: undefined,
    description: undefined,
  } as const;
  return told ?? { appointmentId, ...untold };
}

function toAppointments(
  settings: FlowSettings,
  state: StateAt<'confirming-identity' | 'waiting-for-hospital' | 'confirming-contact'>,
): CheckInStep {
  const { session, identities } = state;
  const at =
    session.hospital.appointments.length > 0 && session.appointmentId === undefined && settings.offersCheckIn
      ? 'choosing-appointment'
      : 'choosing-service';
  return goTo({ ...calm(state), at, session, identities });
}
