import type { AlertKind } from '#backend-client/contract/alert.ts';
import { unreachable } from '#config/agreements/result.ts';
import { askForChip, chipCardLaid, chipProgressed } from './chip.ts';
import type { CheckInEffect, CheckInStep } from './effects.ts';
import type { CheckInEvent, PatientEvent, TimerElapsed } from './events.ts';
import { appointmentChosen, hospitalAnswered, identityConfirmed, phoneConfirmed } from './looking-up.ts';
import { beginMeasuring, pressureProgressed, readingStored, sitDown, stopMeasuring } from './measuring.ts';
import { calm, endSession, goTo, isOfSession, newSession, nextTurn, startingState, stay } from './moves.ts';
import { appointmentRead, cardRead, codeNotRead, ticketRead } from './scans.ts';
import { type CheckInState, type FlowSettings, hasSession, type StateAt } from './state.ts';
import { canMeasure, canReprint, finishTicket, paperKnown, reprint, storeVisit, visitStored } from './ticket.ts';
import { timersOf } from './timers.ts';

/**
 * One step of a check-in. Pure: no clock, no device, no database, no randomness.
 *
 * What an event means depends on where the patient stands; an event that means nothing there changes nothing. Reading
 * this file from top to bottom is reading a visit from card to ticket; what happens to the ticket itself is in ticket.ts.
 */
export function step(settings: FlowSettings, state: CheckInState, event: CheckInEvent): CheckInStep {
  switch (event.type) {
    case 'card-read':
      return askForChip(settings, cardRead(settings, state, event));
    case 'appointment-read':
      return appointmentRead(settings, state, event);
    case 'ticket-read':
      return ticketRead(settings, state, event);
    case 'card-not-read':
      return codeNotRead(state, event.why);
    case 'hospital-answered':
      return hospitalAnswered(settings, state, event);
    case 'chip-card-laid':
      return chipCardLaid(settings, state);
    case 'chip-reading':
    case 'chip-read':
    case 'chip-not-read':
      return chipProgressed(state, event);
    case 'visit-stored':
      return isOfSession(state, event) && state.at === 'storing-visit' ? visitStored(state, event) : stay(state);
    case 'visit-not-stored':
      return isOfSession(state, event) && state.at === 'storing-visit' ? outOfService(settings, state) : stay(state);
    case 'reading-stored':
      return isOfSession(state, event) && state.at === 'storing-reading' ? readingStored(state) : stay(state);
    case 'reading-not-stored':
      return isOfSession(state, event) && state.at === 'storing-reading' ? outOfService(settings, state) : stay(state);
    case 'pressure-measuring':
    case 'pressure-measured':
    case 'pressure-not-measured':
      return pressureProgressed(state, event);
    case 'store-probed':
      return storeProbed(settings, state, event.writable);
    case 'ticket-printed':
      return isOfSession(state, event) ? paperKnown(settings, state, 'printed') : stay(state);
    case 'ticket-not-printed':
      return isOfSession(state, event)
        ? paperKnown(settings, state, event.paper === 'untouched' ? 'not-printed' : 'perhaps-printed')
        : stay(state);
    case 'timer-elapsed':
      return isCurrent(settings, state, event) ? timerElapsed(settings, state, event) : stay(state);
    default:
      return patientDid(settings, state, event);
  }
}

function patientDid(settings: FlowSettings, state: CheckInState, event: PatientEvent): CheckInStep {
  switch (event.type) {
    case 'started-without-papers': {
      if (state.at === 'asking-for-card') {
        return goTo({ ...calm(state), at: 'choosing-service', session: state.session, identities: [] });
      }
      if (state.at !== 'waiting-for-card' && state.at !== 'asking-to-scan-again') return stay(state);
      if (!settings.offersCheckIn) return stay(state);
      return goTo(
        { ...calm(state), at: 'choosing-service', session: newSession(event), identities: [] },
        { do: 'note-session-started', sessionId: event.sessionId },
      );
    }
    case 'identity-confirmed':
      return state.at === 'confirming-identity' ? identityConfirmed(settings, state) : stay(state);
    case 'phone-confirmed':
      return phoneConfirmed(settings, state, event.isRight);
    case 'appointment-chosen':
      return state.at === 'choosing-appointment' ? forAppointment(settings, state, event.appointmentId) : stay(state);
    case 'service-chosen':
      return state.at === 'choosing-service' && settings.serviceCodes.includes(event.serviceCode)
        ? storeVisit(state, { serviceCode: event.serviceCode, how: 'chosen' })
        : stay(state);
    case 'help-choosing-asked':
      return state.at === 'choosing-service' && settings.helpChoosingCode !== undefined
        ? storeVisit(state, { serviceCode: settings.helpChoosingCode, how: 'help-choosing' })
        : stay(state);
    case 'finished':
      return finished(settings, state);
    case 'copy-asked':
      return state.at === 'showing-ticket' && canReprint(state.ticket) ? reprint(state) : stay(state);
    case 'measuring-asked':
      return canMeasure(settings, state) ? sitDown(state) : stay(state);
    case 'measuring-begun':
      return beginMeasuring(state);
    case 'measuring-stopped':
      return stopMeasuring(state);
    case 'went-back':
      return goBack(settings, state);
    case 'started-over':
      return hasSession(state) && canLeave(state) ? endSession(settings, state, 'started-over') : stay(state);
    case 'help-called':
      return goTo({ ...nextTurn(state), overlay: 'help' }, ...call(settings, state, 'help-wanted'));
    case 'emergency-called':
      return state.overlay === 'help' ? goTo(nextTurn(state), ...call(settings, state, 'emergency')) : stay(state);
    case 'help-called-off':
      if (state.overlay !== 'help') return stay(state);
      return goTo({ ...nextTurn(state), overlay: undefined }, { do: 'close-alerts' });
    case 'help-closed':
      return state.overlay === 'help' ? goTo({ ...nextTurn(state), overlay: undefined }) : stay(state);
    case 'stayed':
      return state.overlay === 'idle-warning' ? goTo({ ...nextTurn(state), overlay: undefined }) : stay(state);
    case 'language-chosen':
      if (!settings.languages.includes(event.language)) return stay(state);
      return goTo({
        ...nextTurn(state),
        language: event.language,
        overlay: state.overlay === 'help' ? 'help' : undefined,
      });
    case 'touched':
      return hasSession(state) && state.overlay === undefined ? goTo(nextTurn(state)) : stay(state);
    default:
      return unreachable(event);
  }
}

function goBack(settings: FlowSettings, state: CheckInState): CheckInStep {
  switch (state.at) {
    case 'asking-for-card':
    case 'confirming-identity':
      return endSession(settings, state, 'left');
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service': {
      const [first, ...more] = state.identities;
      if (!first) return withoutPapersTakenBack(settings, state);
      return goTo({ ...calm(state), at: 'confirming-identity', session: state.session, identities: [first, ...more] });
    }
    case 'asking-to-scan-again':
      return goTo({ ...calm(state), at: 'waiting-for-card' });
    default:
      return stay(state);
  }
}

/** Once the visit is on its way to the store the kiosk owes the patient a number, even if nobody is looking. */
export function canLeave(state: CheckInState): boolean {
  switch (state.at) {
    case 'asking-for-card':
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
    case 'sitting-down':
    case 'measuring':
    case 'not-measured':
      return true;
    default:
      return false;
  }
}

export function canGoBack({ at }: CheckInState): boolean {
  const places: readonly CheckInState['at'][] = [
    'asking-to-scan-again',
    'asking-for-card',
    'confirming-identity',
    'confirming-contact',
    'choosing-appointment',
    'choosing-service',
  ];
  return places.includes(at);
}

function withoutPapersTakenBack(
  settings: FlowSettings,
  state: StateAt<'confirming-contact' | 'choosing-appointment' | 'choosing-service'>,
): CheckInStep {
  const { session } = state;
  if (session.appointmentId === undefined) return endSession(settings, state, 'left');
  return goTo({ ...calm(state), at: 'asking-for-card', session });
}

/** An appointment whose service the kiosk has needs no further question; for any other the service is chosen. */
function forAppointment(
  settings: FlowSettings,
  state: StateAt<'choosing-appointment'>,
  appointmentId: string | undefined,
): CheckInStep {
  const found = appointmentChosen(settings, state, appointmentId);
  if (!found) return stay(state);
  const choosing: StateAt<'choosing-service'> = {
    ...calm(state),
    at: 'choosing-service',
    session: found.chosen,
    identities: state.identities,
  };
  return found.serviceCode === undefined
    ? goTo(choosing)
    : storeVisit(choosing, { serviceCode: found.serviceCode, how: 'chosen' });
}

function call({ callsForHelp }: FlowSettings, state: CheckInState, kind: AlertKind): readonly CheckInEffect[] {
  const sessionId = hasSession(state) ? state.session.sessionId : undefined;
  return callsForHelp ? [{ do: 'raise-alert', kind, sessionId }] : [];
}

function finished(settings: FlowSettings, state: CheckInState): CheckInStep {
  switch (state.at) {
    case 'showing-ticket':
      return finishTicket(settings, state);
    case 'sitting-down':
    case 'showing-reading':
    case 'not-measured':
      return endSession(settings, state, 'finished');
    default:
      return stay(state);
  }
}

function outOfService(settings: FlowSettings, state: StateAt<'storing-visit' | 'storing-reading'>): CheckInStep {
  const { effects, state: ended } = endSession(settings, state, 'store-failed');
  return { state: { ...calm(ended), at: 'out-of-service' }, effects };
}

/** Whoever has begun is not sent away: their own visit finds out whether it can be stored. */
function storeProbed(settings: FlowSettings, state: CheckInState, writable: boolean): CheckInStep {
  switch (state.at) {
    case 'out-of-service':
      if (!writable) return goTo(nextTurn(state));
      return goTo({ ...startingState(settings), turn: state.turn + 1 }, { do: 'note-back-in-service' });
    case 'waiting-for-card':
    case 'asking-to-scan-again': {
      if (writable) return stay(state);
      const { language, overlay } = state;
      return goTo({ ...calm(state), language, overlay, at: 'out-of-service' }, { do: 'note-out-of-service' });
    }
    default:
      return stay(state);
  }
}

function isCurrent(settings: FlowSettings, state: CheckInState, { timer, turn }: TimerElapsed): boolean {
  return timersOf(state, settings).some((each) => each.timer === timer && each.turn === turn);
}

function timerElapsed(settings: FlowSettings, state: CheckInState, { timer }: TimerElapsed): CheckInStep {
  switch (timer) {
    case 'notice':
      return goTo({ ...state, notice: undefined });
    case 'hospital':
      return state.at === 'waiting-for-hospital' ? identityConfirmed(settings, state) : stay(state);
    case 'rest':
    case 'scan-again':
      return goTo({ ...startingState(settings), turn: state.turn + 1 });
    case 'idle':
      return goTo({ ...nextTurn(state), overlay: 'idle-warning' });
    case 'idle-countdown':
      return hasSession(state) ? endSession(settings, state, 'left') : stay(state);
    case 'reading':
      return hasSession(state) ? endSession(settings, state, 'finished') : stay(state);
    case 'ticket': {
      if (state.at !== 'showing-ticket') return stay(state);
      // The paper is in the slot: nobody needs to be asked. A number that is only on the screen is not taken away unasked.
      if (state.ticket.paper === 'printed') return endSession(settings, state, 'finished');
      return goTo({ ...nextTurn(state), overlay: 'idle-warning' });
    }
    case 'store-probe':
      return goTo(nextTurn(state), { do: 'probe-store' });
    default:
      return unreachable(timer);
  }
}
