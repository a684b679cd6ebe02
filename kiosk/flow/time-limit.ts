import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { FlowEvent, PatientEvent } from './events.ts';
import { goTo } from './moves.ts';
import { goBack, isLastCall, isMeasuring, leaveAt } from './places.ts';
import { type FlowState, hasSession } from './state.ts';

/**
 * The longest time of one turn, whatever is done in it. Whoever is owed a number or is being measured gets that first and may read it;
 * everybody else is told, and the kiosk is the next one's.
 */

export function timeIsUp(state: FlowState): FlowStep {
  return goTo({ ...state, turn: { ...state.turn, over: { since: state.turn.count, isSaid: false } } });
}

/** What was done last has been seen by now. */
export function lastLookIsOver(state: FlowState): FlowStep {
  const { over } = state.turn;
  return goTo(over ? { ...state, turn: { ...state.turn, over: { ...over, isSaid: true } } } : state);
}

/** After each step of a turn that is over: what is owed comes first, and what would put that off is over. */
export function afterLimit(settings: FlowSettings, taken: FlowStep): FlowStep {
  const { state, effects } = taken;
  const { over } = state.turn;
  if (!over || !hasSession(state)) return taken;
  const said = (isSaid: boolean): FlowState =>
    over.isSaid === isSaid ? state : { ...state, turn: { ...state.turn, over: { ...over, isSaid } } };
  switch (leaveAt(state)) {
    case 'owed': {
      const back = goBack(settings, state);
      if (!back) return { state: said(false), effects };
      return afterLimit(settings, { state: back.state, effects: [...effects, ...back.effects] });
    }
    case 'free':
      return { state: said(!isMeasuring(state)), effects };
    default:
      return taken;
  }
}

/** Whoever is told that their time is up may still end it, call for help and read it in their language. */
export function isTooLate(state: FlowState, { type }: FlowEvent): boolean {
  return isLastCall(state) && tooLate.has(type);
}

const tooLate = new Set<string>(
  Object.entries({
    'started-without-papers': true,
    'came-as-invited': true,
    'way-in-chosen': true,
    'scan-given-up': true,
    'number-typed': true,
    'number-confirmed': true,
    'name-told': true,
    'phone-preferred': true,
    'birth-year-told': true,
    'phone-told': true,
    'identity-confirmed': true,
    'number-wanted': true,
    answered: true,
    finished: false,
    'family-goes-on': true,
    'copy-asked': true,
    'taken-by-phone': true,
    'opinion-given': true,
    'measuring-asked': true,
    'measuring-begun': true,
    'measuring-stopped': true,
    'answered-while-resting': true,
    'next-measured': true,
    'reading-paper-asked': true,
    'went-back': true,
    'started-over': false,
    'service-change-asked': true,
    'give-up-asked': true,
    'number-kept': false,
    'help-called': false,
    'emergency-called': false,
    'help-called-off': false,
    'help-closed': false,
    stayed: true,
    'language-chosen': false,
    touched: true,
  } satisfies Record<PatientEvent['type'], boolean>).flatMap(([type, isLate]) => (isLate ? [type] : [])),
);
