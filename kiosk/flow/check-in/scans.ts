import { unreachable } from '#config/agreements/result.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import { isSameDocument, isSamePerson } from '#kiosk/facts/same-person.ts';
import type { CheckInStep } from './effects.ts';
import type { DeviceEvent, TicketRead } from './events.ts';
import { askHospital } from './looking-up.ts';
import { sitDown } from './measuring.ts';
import { calm, endSession, goTo, newSession, notice, stay } from './moves.ts';
import type {
  CheckInState,
  FlowSettings,
  Identities,
  ScanAgainReason,
  Session,
  SessionState,
  StateAt,
} from './state.ts';

/** What a scan means, by where the patient stands. */

type CardRead = Extract<DeviceEvent, { type: 'card-read' }>;
type AppointmentScanned = Extract<DeviceEvent, { type: 'appointment-read' }>;
type TicketScanned = Extract<DeviceEvent, { type: 'ticket-read' }>;

export function cardRead(settings: FlowSettings, state: CheckInState, event: CardRead): CheckInStep {
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
      return settings.offersCheckIn ? startCheckIn(settings, state, event) : askToScanAgain(state, 'ticket-wanted');
    case 'asking-for-card':
      return toConfirm(settings, state, state.session, event.identity);
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return secondCard(settings, state, event.identity);
    case 'storing-visit':
      return isKnown(state, event.identity) ? stay(state) : notice(state, 'please-wait-for-ticket');
    case 'showing-ticket':
      if (isKnown(state, event.identity)) return stay(state);
      if (state.ticket.paper === 'printing') return notice(state, 'please-wait-for-ticket');
      return nextPatient(settings, state, (rest) => cardRead(settings, rest, event));
    case 'sitting-down':
    case 'measuring':
    case 'storing-reading':
      return notice(state, 'please-wait-for-measurement');
    case 'showing-reading':
    case 'not-measured':
      return nextPatient(settings, state, (rest) => cardRead(settings, rest, event));
    case 'out-of-service':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** The slip says which appointment, not whose: a card is still wanted. One slip belongs to a visit. */
export function appointmentRead(settings: FlowSettings, state: CheckInState, event: AppointmentScanned): CheckInStep {
  const { appointmentId } = event.appointment;
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
      return startFromAppointment(settings, state, event);
    case 'asking-for-card':
      if (state.session.appointmentId === appointmentId) return stay(state);
      return nextPatient(settings, state, (rest) => appointmentRead(settings, rest, event));
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      if (state.session.appointmentId === appointmentId) return stay(state);
      if (state.session.appointmentId !== undefined || !isOurs(settings, event))
        return notice(state, 'code-not-usable');
      return slipAdded(settings, state, appointmentId);
    case 'storing-visit':
      return state.session.appointmentId === appointmentId ? stay(state) : notice(state, 'please-wait-for-ticket');
    case 'showing-ticket':
      if (state.session.appointmentId === appointmentId) return stay(state);
      if (state.ticket.paper === 'printing') return notice(state, 'please-wait-for-ticket');
      return nextPatient(settings, state, (rest) => appointmentRead(settings, rest, event));
    case 'sitting-down':
    case 'measuring':
    case 'storing-reading':
      return notice(state, 'please-wait-for-measurement');
    case 'showing-reading':
    case 'not-measured':
      return nextPatient(settings, state, (rest) => appointmentRead(settings, rest, event));
    case 'out-of-service':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** The hospital is asked about it, together with whose card it is. */
function slipAdded(
  settings: FlowSettings,
  state: StateAt<
    'confirming-identity' | 'waiting-for-hospital' | 'confirming-contact' | 'choosing-appointment' | 'choosing-service'
  >,
  appointmentId: string,
): CheckInStep {
  const added: Session = { ...state.session, appointmentId };
  const [first, ...more] = state.identities;
  const asked = first ? askHospital(settings, added, [first, ...more]) : { session: added, effects: [] };
  const noticed = notice({ ...state, session: asked.session }, 'appointment-added');
  return { ...noticed, effects: [...noticed.effects, ...asked.effects] };
}

/** The ticket's code opens a measurement, on the day and in the hospital that gave it. */
export function ticketRead(settings: FlowSettings, state: CheckInState, event: TicketScanned): CheckInStep {
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
      return startMeasuring(settings, state, event);
    case 'asking-for-card':
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return notice(state, 'code-not-usable');
    case 'storing-visit':
      return notice(state, 'please-wait-for-ticket');
    case 'showing-ticket':
      if (state.ticket.paper === 'printing') return notice(state, 'please-wait-for-ticket');
      if (!settings.offersMeasuring) return stay(state);
      if (state.ticket.visit.visitId === event.ticket.visitId) return sitDown(state);
      return nextPatient(settings, state, (rest) => ticketRead(settings, rest, event));
    case 'sitting-down':
    case 'measuring':
    case 'storing-reading':
      return isMeasuredFor(state, event.ticket) ? stay(state) : notice(state, 'please-wait-for-measurement');
    case 'showing-reading':
    case 'not-measured':
      if (isMeasuredFor(state, event.ticket)) return stay(state);
      return nextPatient(settings, state, (rest) => ticketRead(settings, rest, event));
    case 'out-of-service':
      return stay(state);
    default:
      return unreachable(state);
  }
}

export function codeNotRead(state: CheckInState, why: ScanAgainReason): CheckInStep {
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
      return askToScanAgain(state, why);
    case 'asking-for-card':
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return notice(state, 'code-not-usable');
    case 'storing-visit':
    case 'showing-ticket':
    case 'sitting-down':
    case 'measuring':
    case 'storing-reading':
    case 'showing-reading':
    case 'not-measured':
    case 'out-of-service':
      return stay(state);
    default:
      return unreachable(state);
  }
}

function startCheckIn(settings: FlowSettings, state: CheckInState, event: CardRead): CheckInStep {
  const { state: next, effects } = toConfirm(settings, state, newSession(event), event.identity);
  return goTo(next, { do: 'note-session-started', sessionId: event.sessionId }, ...effects);
}

/** The first card of a session: the hospital is asked while its owner looks at it. */
function toConfirm(settings: FlowSettings, state: CheckInState, session: Session, identity: Identity): CheckInStep {
  const identities: Identities = [identity];
  const asked = askHospital(settings, session, identities);
  return goTo({ ...calm(state), at: 'confirming-identity', session: asked.session, identities }, ...asked.effects);
}

function startFromAppointment(settings: FlowSettings, state: CheckInState, event: AppointmentScanned): CheckInStep {
  if (!settings.offersCheckIn) return askToScanAgain(state, 'ticket-wanted');
  if (!isOurs(settings, event)) return askToScanAgain(state, 'appointment-elsewhere');
  const session = { ...newSession(event), appointmentId: event.appointment.appointmentId };
  return goTo(
    { ...calm(state), at: 'asking-for-card', session },
    { do: 'note-session-started', sessionId: event.sessionId },
  );
}

function isOurs({ facilityCode }: FlowSettings, { appointment }: AppointmentScanned): boolean {
  return appointment.facilityCode === facilityCode;
}

function startMeasuring(settings: FlowSettings, state: CheckInState, event: TicketScanned): CheckInStep {
  const { sessionId, today, ticket } = event;
  if (!settings.offersMeasuring) return askToScanAgain(state, 'foreign');
  if (ticket.facilityCode !== settings.facilityCode || ticket.day !== today) {
    return askToScanAgain(state, 'ticket-of-another-day');
  }
  const measuring = { visitId: ticket.visitId, number: ticket.number, attempt: 0 };
  return goTo(
    { ...calm(state), at: 'sitting-down', session: newSession(event), measuring },
    { do: 'note-session-started', sessionId },
  );
}

function askToScanAgain(state: CheckInState, why: ScanAgainReason): CheckInStep {
  return goTo({ ...calm(state), at: 'asking-to-scan-again', why });
}

/** The last patient is done; this one begins. */
function nextPatient(
  settings: FlowSettings,
  state: SessionState,
  begin: (rest: CheckInState) => CheckInStep,
): CheckInStep {
  const ended = endSession(settings, state, 'next-patient');
  const begun = begin(ended.state);
  return { state: begun.state, effects: [...ended.effects, ...begun.effects] };
}

/** The same person's other card joins the session; somebody else's is left alone. */
function secondCard(
  settings: FlowSettings,
  state: StateAt<
    'confirming-identity' | 'waiting-for-hospital' | 'confirming-contact' | 'choosing-appointment' | 'choosing-service'
  >,
  identity: Identity,
): CheckInStep {
  const [first, ...more] = state.identities;
  if (!first) {
    const { session, effects } = askHospital(settings, state.session, [identity]);
    return goTo({ ...calm(state), at: 'confirming-identity', session, identities: [identity] }, ...effects);
  }
  if (!state.identities.some((each) => isSamePerson(each, identity))) return notice(state, 'somebody-elses-card');
  if (state.identities.some((each) => isSameDocument(each, identity))) return stay(state);
  const identities: Identities = [first, ...more, identity];
  const { session, effects } = askHospital(settings, state.session, identities);
  const added = notice({ ...state, session, identities }, 'other-card-added');
  return { ...added, effects: [...added.effects, ...effects] };
}

function isKnown(state: StateAt<'storing-visit' | 'showing-ticket'>, identity: Identity): boolean {
  return state.identities.some((each) => isSamePerson(each, identity));
}

type MeasuringState = Extract<CheckInState, { readonly measuring: unknown }>;

function isMeasuredFor({ measuring }: MeasuringState, { visitId }: TicketRead): boolean {
  return measuring.visitId === visitId;
}
