import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import type { FlowEffect, FlowStep } from './effects.ts';
import { goOn, goTo } from './moves.ts';
import type { FlowState } from './state.ts';

/**
 * Whoever has a sign of an emergency is sent to the people who can help, and these are called at once, by the same call as the help
 * sheet's: it says where, and neither who nor which sign. Only a person ends it. A number is given on request (law 1).
 */
export function sendToEmergency(
  settings: FlowSettings,
  from: FlowState,
  facts: Facts,
  answered: readonly QuestionId[],
): FlowStep {
  return callToEmergency(settings, facts, goOn(from, 'going-to-emergency', { facts, answered }));
}

/** The call alone, for a place that knows the way on. */
export function callToEmergency({ callsForHelp }: FlowSettings, { sessionId }: Facts, place: FlowState): FlowStep {
  const call: FlowEffect = { do: 'raise-alert', kind: 'emergency', caller: sessionId };
  return goTo(place, ...(callsForHelp ? [call] : []));
}
