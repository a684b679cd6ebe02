import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { beginTurn, endTurn, goOn, goTo, moveOn, stay, withNotice } from './moves.ts';
import type { FlowState, StateAt, TicketShown } from './state.ts';

/** A patient gives up their own number: asked twice, and never by the button that moves on. */

/** A number that was there before this turn, and that this kiosk has given: one that has just come is changed, or left. */
export function canGiveUp(
  { numbersCanBeGivenUp }: FlowSettings,
  { visit, again, leaving, paper }: TicketShown,
): boolean {
  return numbersCanBeGivenUp && again && !visit.isElsewhere && !leaving && paper !== 'held' && paper !== 'printing';
}

/** From the ticket on the screen. */
export function askedToGiveUp(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, ticket } = state;
  if (!canGiveUp(settings, ticket)) return stay(state);
  return goTo(goOn(state, 'giving-up', { facts, ticket, isAskedAgain: false, isTicketAlone: false }));
}

/** Whoever holds the ticket of a number of today. */
export function ticketGivesUp(
  state: StateAt<'waiting-for-card' | 'asking-to-scan-again'>,
  visit: StoredVisit,
  event: EventOf<'ticket-read'>,
): FlowStep {
  const ticket: TicketShown = {
    visit,
    again: true,
    isShared: false,
    paper: 'printed',
    heldSince: 0,
    reprints: 0,
    leaving: false,
    isChanged: false,
    noPaper: false,
  };
  return beginTurn(state, 'giving-up', (facts) => ({ facts, ticket, isAskedAgain: false, isTicketAlone: true }), event);
}

/** Said once, it is asked again; said twice, it is done. */
export function givingUpSaid(_settings: FlowSettings, state: StateAt<'giving-up'>): FlowStep {
  const { facts, ticket, isTicketAlone, isAskedAgain } = state;
  if (!isAskedAgain) return goTo(goOn(state, 'giving-up', { facts, ticket, isTicketAlone, isAskedAgain: true }));
  return goTo(goOn(state, 'storing-give-up', { facts, ticket, isTicketAlone }), {
    do: 'give-up',
    sessionId: facts.sessionId,
    visitId: ticket.visit.visitId,
  });
}

/** The number is shown again, or whoever came with the ticket alone has it in their hand. */
export function numberKept(settings: FlowSettings, state: StateAt<'giving-up'>): FlowStep {
  return keeping(settings, state, goOn);
}

export function givenUp(_settings: FlowSettings, state: StateAt<'storing-give-up'>): FlowStep {
  const { facts, ticket } = state;
  return goTo(moveOn(state, 'gave-up', { facts, number: ticket.visit.number.text }));
}

export function notGivenUp(settings: FlowSettings, state: StateAt<'storing-give-up'>): FlowStep {
  const { state: next, effects } = keeping(settings, state, moveOn);
  return goTo(withNotice(next, 'number-not-given-up'), ...effects);
}

function keeping(settings: FlowSettings, state: StateAt<'giving-up' | 'storing-give-up'>, move: typeof goOn): FlowStep {
  const { facts, ticket, isTicketAlone } = state;
  if (isTicketAlone) return endTurn(settings, state, 'finished');
  return goTo(move(state as FlowState, 'showing-ticket', { facts, ticket }));
}
