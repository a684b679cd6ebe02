import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { nextInSitting } from '#kiosk/measuring/sitting.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import type { Measuring, MeasuringPlaces } from './measuring-state.ts';
import { beginTurn, goTo, moveOn, stay, storeFailed } from './moves.ts';
import type { PlaceRow } from './place-row.ts';
import { type FlowState, hasSession, type StateAt } from './state.ts';

/**
 * Two readings in a row were as high as a crisis: a person is called, and the patient is never left with a closing screen. No clock, no
 * card, no game of touches and no longest time of a turn ends it; a person does, who gives a name. Once one has, the screen says who
 * comes, until they end it here, or long enough after for somebody else's turn.
 */

/** Both readings and their mean are on their way to the store by now. */
export function enterCrisis({ measuring: site }: FlowSettings, from: FlowState, place: CrisisOf): FlowStep {
  const { visitId, number } = place.measuring;
  return goTo(
    standing(from, { facts: place.facts, number, isAnswered: false, isStaffThere: false }),
    { do: 'call-for-crisis', caller: place.facts.sessionId, ticketNumber: number },
    ...(site?.crisisPriority ? [{ do: 'raise-priority', visitId } as const] : []),
  );
}

interface CrisisOf {
  readonly facts: MeasuringPlaces['in-crisis']['facts'];
  readonly measuring: Pick<Measuring, 'visitId' | 'number'>;
}

/** Whoever was asked whether they are still here, or waited for their turn, is answered by what was measured. */
function standing(from: FlowState, place: MeasuringPlaces['in-crisis']): StateAt<'in-crisis'> {
  const state = moveOn(from, 'in-crisis', place);
  return { ...state, turn: { ...state.turn, asked: undefined, next: undefined } };
}

/** A disk that takes no reading sends nobody away who was measured in danger. */
export function readingNotStored(settings: FlowSettings, state: StateAt<'storing-reading'>): FlowStep {
  const { device, sitting } = state.measuring;
  const isCrisis = device.takes === 'blood-pressure' && nextInSitting(settings.measuring, sitting).is === 'crisis';
  return isCrisis ? enterCrisis(settings, state, state) : storeFailed(settings, state);
}

/** A call that was open when the host ended: whoever it is for sits here, or was here. */
export function crisisLeft(state: FlowState, { sessionId, today, ticketNumber }: EventOf<'crisis-left'>): FlowStep {
  if (hasSession(state) || state.at === 'with-staff') return stay(state);
  return beginTurn(
    state,
    'in-crisis',
    (facts) => ({ facts, number: ticketNumber, isAnswered: false, isStaffThere: false }),
    { sessionId, today },
  );
}

export const inCrisis: PlaceRow<'in-crisis'> = {
  waits: ({ isAnswered, isStaffThere }) =>
    isAnswered && !isStaffThere ? { timer: 'idle', ms: delays.crisisAnsweredMs, after: 'ask' } : { boundedBy: 'staff' },
  back: 'none',
  leave: 'owed',
  othersCard: ({ turn }) => (turn.asked === undefined ? 'waits-for-help' : 'asks-first'),
  facts: 'closed',
  on: {
    'crisis-answered': (_settings, state) =>
      state.isAnswered ? stay(state) : goTo(standing(state, { ...placeOf(state), isAnswered: true })),
  },
};

/** Staff at the screen of somebody in a crisis end nothing by being there. What lay over it goes as they come, and stays as they go. */
export function staffAtCrisis(state: StateAt<'in-crisis'>, isStaffThere: boolean): FlowStep {
  const seen = standing(state, { ...placeOf(state), isStaffThere });
  return goTo(isStaffThere ? { ...seen, frame: { ...seen.frame, help: undefined } } : seen);
}

function placeOf({ facts, number, isAnswered, isStaffThere }: StateAt<'in-crisis'>): MeasuringPlaces['in-crisis'] {
  return { facts, number, isAnswered, isStaffThere };
}
