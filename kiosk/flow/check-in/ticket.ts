import { chipVerdictOf, closedChip } from './chip.ts';
import type { CheckInEffect, CheckInStep } from './effects.ts';
import type { CheckInEvent } from './events.ts';
import { appointmentOf } from './looking-up.ts';
import { calm, endSession, goTo, nextTurn, stay } from './moves.ts';
import { patientFromIdentities } from './patient.ts';
import { priorityOn } from './priority.ts';
import type { CheckInState, Choice, FlowSettings, StateAt, TicketShown } from './state.ts';

export function storeVisit(state: StateAt<'choosing-service'>, choice: Choice): CheckInStep {
  const { identities } = state;
  const { sessionId, today, hospital, chip } = state.session;
  const patient = { ...patientFromIdentities(identities, today), chip: chipVerdictOf(state) };
  const appointment = appointmentOf(state.session);
  const session = { ...state.session, chip: closedChip(chip) };
  const effects: readonly CheckInEffect[] = session.chip === chip ? [] : [{ do: 'stop-reading-chip' }];
  return goTo({ ...calm(state), at: 'storing-visit', session, identities, choice }, ...effects, {
    do: 'store-visit',
    request: {
      sessionId,
      patient,
      serviceCode: choice.serviceCode,
      purpose: appointment?.kind === 'follow-up-slip' ? 'follow-up' : 'examination',
      priority: priorityOn(patient.birth, today),
      ...(hospital.contact ? { contact: hospital.contact } : {}),
      ...(hospital.insuranceCheck ? { insuranceCheck: hospital.insuranceCheck } : {}),
      ...(appointment ? { appointment } : {}),
    },
  });
}

export function visitStored(
  state: StateAt<'storing-visit'>,
  event: Extract<CheckInEvent, { type: 'visit-stored' }>,
): CheckInStep {
  const { visit, found } = event;
  const { session, identities, choice } = state;
  const neverOnPaper = visit.paper === 'pending' || visit.paper === 'not-printed';
  const ticket: TicketShown = {
    visit,
    again: found,
    paper: neverOnPaper ? 'printing' : 'kept',
    reprints: 0,
    leaving: false,
  };
  const shown: StateAt<'showing-ticket'> = {
    ...calm(state),
    at: 'showing-ticket',
    session,
    identities,
    choice,
    ticket,
  };
  return neverOnPaper ? goTo(shown, printTicket(shown)) : goTo(shown);
}

/** A jam never un-registers a patient (law 3): whatever happened to the paper, the number stays on the screen. */
export function paperKnown(
  settings: FlowSettings,
  state: CheckInState,
  paper: 'printed' | 'not-printed' | 'perhaps-printed',
): CheckInStep {
  if (state.at !== 'showing-ticket' || state.ticket.paper !== 'printing') return stay(state);
  if (state.ticket.leaving && paper === 'printed') return endSession(settings, state, 'finished');
  return goTo({ ...nextTurn(state), ticket: { ...state.ticket, paper, leaving: false } });
}

/** Offered once the paper's fate is known, so that nobody sits down without knowing whether to look into the slot. */
export function canMeasure(settings: FlowSettings, state: CheckInState): state is StateAt<'showing-ticket'> {
  return settings.offersMeasuring && state.at === 'showing-ticket' && state.ticket.paper !== 'printing';
}

export function finishTicket(settings: FlowSettings, state: StateAt<'showing-ticket'>): CheckInStep {
  if (state.ticket.paper !== 'printing') return endSession(settings, state, 'finished');
  return goTo({ ...state, ...calm(state), ticket: { ...state.ticket, leaving: true } });
}

/** So that a child cannot empty the roll. */
const mostReprints = 2;

export function canReprint(ticket: TicketShown): boolean {
  return ticket.paper !== 'printing' && ticket.reprints < mostReprints;
}

export function reprint(state: StateAt<'showing-ticket'>): CheckInStep {
  const ticket: TicketShown = { ...state.ticket, paper: 'printing', reprints: state.ticket.reprints + 1 };
  const next: StateAt<'showing-ticket'> = { ...state, ...calm(state), ticket };
  return goTo(next, printTicket(next));
}

function printTicket({ session, identities, ticket, language }: StateAt<'showing-ticket'>): CheckInEffect {
  const patient = patientFromIdentities(identities, session.today);
  return { do: 'print-ticket', sessionId: session.sessionId, visit: ticket.visit, patient, language };
}
