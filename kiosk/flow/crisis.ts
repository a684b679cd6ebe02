import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { MeasuringPlaces } from './measuring-state.ts';
import { goTo, moveOn } from './moves.ts';
import type { PlaceRow } from './place-row.ts';
import type { FlowState } from './state.ts';

/**
 * Two readings in a row were as high as a crisis: a person is called, and nobody but a person ends it. Both readings and their mean are
 * stored before.
 */
export function enterCrisis(
  { measuring }: FlowSettings,
  from: FlowState,
  place: MeasuringPlaces['in-crisis'],
): FlowStep {
  const { visitId, number } = place.measuring;
  return goTo(
    moveOn(from, 'in-crisis', place),
    { do: 'call-for-crisis', caller: place.facts.sessionId, ticketNumber: number },
    ...(measuring?.crisisPriority ? [{ do: 'raise-priority', visitId } as const] : []),
  );
}

export const inCrisis: PlaceRow<'in-crisis'> = {
  waits: () => ({ boundedBy: 'staff' }),
  back: 'none',
  leave: 'owed',
  othersCard: 'waits-for-measurement',
  facts: 'closed',
  on: {},
};
