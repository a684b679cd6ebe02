import { unreachable } from '#config/agreements/result.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { isSamePerson, namesNobody } from '#kiosk/facts/same-person.ts';
import type { NextInLine } from './above.ts';
import type { EndReason, FlowStep } from './effects.ts';
import type { EventOf, Scan } from './events.ts';
import { act, endTurn, goTo, stay, withNotice } from './moves.ts';
import { whyScanAgain } from './scan-again.ts';
import { type FlowState, hasSession, type SessionState } from './state.ts';

/** What a place says about somebody else's card, slip or ticket. */
export type OthersCard =
  /** Nobody is being served: it begins a turn. */
  | 'begins'
  /** Whoever stands here is done and has what they came for. */
  | 'is-next'
  /** "Are you still here?" first; then it is the other one's turn. */
  | 'asks-first'
  /** It is invited: the card of whoever has come with the patient. */
  | 'is-companions'
  | 'waits-for-ticket'
  | 'waits-for-measurement'
  | 'waits-for-help'
  | 'means-nothing';

/** Nobody needs so many acts to a number; a turn of more is a game. */
export const mostActs = 300;
/** Hands that rest on the glass keep a turn alive so often. */
export const mostTouches = 120;
/** So many of one family one after the other; then the kiosk is somebody else's. */
export const mostInFamily = 8;
/** After so many numbers without papers in a row, the next ones stay on the screen (law 1). */
export const mostNoPapersInRow = 5;

/** What a scan means for the turn. */
export type ScanDecision =
  /** It begins a turn, or it is the person's own: the place knows what to do with it. */
  | { readonly is: 'for-this-place'; readonly state: FlowState }
  | { readonly is: 'for-the-next-turn' }
  | { readonly is: 'settled'; readonly step: FlowStep };

/** `isBeforeNumber`: cards still add to what is known about the visit. */
export function decideScan(
  settings: FlowSettings,
  state: FlowState,
  scan: Scan,
  { othersCard, isBeforeNumber }: { readonly othersCard: OthersCard; readonly isBeforeNumber: boolean },
): ScanDecision {
  if (!hasSession(state)) {
    return othersCard === 'begins' ? { is: 'for-this-place', state } : { is: 'settled', step: stay(state) };
  }
  // A card that is invited as somebody else's is never taken to be the patient's first.
  const mayJoin = isBeforeNumber && !(othersCard === 'is-companions' && scan.type === 'card-read');
  switch (whoseScan(settings, state, scan, mayJoin)) {
    case 'own':
      return { is: 'for-this-place', state: here(state) };
    case 'nobodys':
      return { is: 'settled', step: goTo(withNotice(state, 'code-not-usable')) };
    case 'somebody-elses':
      return somebodyElseCame(state, scan, othersCard);
  }
}

/** "I'm still here", or a touch beside the buttons. */
export function stayed(state: FlowState, event: EventOf<'stayed' | 'touched'>): FlowStep {
  if (!hasSession(state)) return stay(state);
  const { turn } = state;
  const isAsked = mayHaveGone(state);
  if (event.type === 'stayed') return isAsked ? goTo(here(state)) : stay(state);
  // A touch may be anybody's: it answers no question, and it does not count for ever.
  if (isAsked || turn.touches >= mostTouches) return stay(state);
  return goTo({ ...state, turn: { ...turn, count: turn.count + 1, touches: turn.touches + 1 } });
}

/** The person's clock has run out: are they still here? */
export function ask(state: FlowState): FlowStep {
  return goTo({ ...state, turn: { ...state.turn, asked: state.turn.count } });
}

/** Nobody has answered: who comes next, if anybody. */
export function nobodyAnswered(
  settings: FlowSettings,
  state: FlowState,
  othersCard: OthersCard,
  reason: EndReason,
): { readonly next: NextInLine } | { readonly step: FlowStep } {
  if (!hasSession(state)) return { step: stay(state) };
  const { next } = state.turn;
  if (!next) return { step: endTurn(settings, state, reason) };
  if (othersCard === 'asks-first' || othersCard === 'is-next' || othersCard === 'is-companions') return { next };
  // The cuff works by now: somebody is here after all.
  return { step: goTo({ ...state, turn: { ...state.turn, next: undefined, asked: undefined } }) };
}

/** Whoever acts is still here; whoever came meanwhile reads that this turn goes on. */
function here(state: SessionState): FlowState {
  return state.turn.next ? withNotice(act(state), 'somebody-elses-card') : act(state);
}

function somebodyElseCame(state: SessionState, scan: Scan, othersCard: OthersCard): ScanDecision {
  const told = (words: 'please-wait-for-help' | 'please-wait-for-ticket' | 'please-wait-for-measurement') =>
    ({ is: 'settled', step: goTo(withNotice(state, words)) }) as const;
  // Whoever needs help is not asked to go.
  if (state.frame.help) return told('please-wait-for-help');
  switch (othersCard) {
    case 'asks-first': {
      const { turn } = state;
      // The first one who came is next, and what they showed is shown to nobody.
      if (turn.next) return { is: 'settled', step: stay(state) };
      return { is: 'settled', step: goTo({ ...state, turn: { ...turn, next: { scan, since: turn.count } } }) };
    }
    case 'waits-for-ticket':
      return told('please-wait-for-ticket');
    case 'waits-for-measurement':
      return told('please-wait-for-measurement');
    case 'waits-for-help':
      return told('please-wait-for-help');
    case 'is-companions':
      // Whoever may have gone has invited nobody, and a ticket or a slip says nothing of a companion.
      if (scan.type !== 'card-read' || mayHaveGone(state)) return somebodyElseCame(state, scan, 'asks-first');
      return { is: 'for-this-place', state: act(state) };
    case 'begins':
    case 'is-next':
      return { is: 'for-the-next-turn' };
    case 'means-nothing':
      return { is: 'settled', step: stay(state) };
    default:
      return unreachable(othersCard);
  }
}

function mayHaveGone({ turn }: SessionState): boolean {
  return turn.asked !== undefined || turn.next !== undefined;
}

function whoseScan(
  settings: FlowSettings,
  state: SessionState,
  scan: Scan,
  isBeforeNumber: boolean,
): 'own' | 'somebody-elses' | 'nobodys' {
  const isRefused = whyScanAgain(settings, scan) !== undefined;
  if (isOwnScan(state, scan, isBeforeNumber && !isRefused)) return 'own';
  return isRefused ? 'nobodys' : 'somebody-elses';
}

/** As long as nobody has a number and nothing is known that it could contradict, a card is the person's own. */
function isOwnScan(state: SessionState, scan: Scan, mayJoin: boolean): boolean {
  const { facts } = state;
  // Whoever is asked whether they are still here may have gone: what cannot be compared is the next one's.
  const joins = mayJoin && !mayHaveGone(state);
  switch (scan.type) {
    case 'card-read': {
      const { identities } = facts;
      // Whoever came with the ticket alone is known by the number that their card has.
      if (isOfVisit(state, scan)) return true;
      return identities.every(namesNobody) ? joins : identities.some((each) => isSamePerson(each, scan.identity));
    }
    case 'appointment-read':
      return facts.slip === undefined ? joins : facts.slip === scan.appointment.appointmentId;
    case 'ticket-read':
      return visitIdIn(state) === scan.ticket.visitId;
    default:
      return unreachable(scan);
  }
}

function isOfVisit(state: SessionState, { numbersToday = [] }: EventOf<'card-read'>): boolean {
  const visitId = visitIdIn(state);
  return numbersToday.some((each) => each.visitId === visitId);
}

function visitIdIn(state: SessionState): string | undefined {
  if ('ticket' in state) return state.ticket.visit.visitId;
  return 'measuring' in state ? state.measuring.visitId : undefined;
}
