import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { saidWith } from '#kiosk/measuring/rest-questions.ts';
import { rested } from '#kiosk/measuring/sitting.ts';
import type { FlowStep } from './effects.ts';
import { callToEmergency } from './emergency.ts';
import type { EventOf } from './events.ts';
import { calledWhenLeftHigh } from './left-high.ts';
import { goOnMeasuring } from './measuring.ts';
import { act, goOn, goTo, moveOn, stay } from './moves.ts';
import type { StateAt } from './state.ts';

/**
 * Quiet sitting before the first reading and between two. Its clock is a fact of the state since it began, and no touch, question, help
 * sheet or stranger's card begins it anew: what was rested is what the site wants, or nothing is measured.
 */

export function restIsOver(settings: FlowSettings, state: StateAt<'resting'>): FlowStep {
  const { facts, measuring } = state;
  return goOnMeasuring(
    settings,
    state,
    { facts, measuring: { ...measuring, sitting: rested(measuring.sitting) } },
    moveOn,
  );
}

/** Not now: nothing was begun, so nothing is stopped, and the next rest is a whole one. */
export function stopResting(settings: FlowSettings, state: StateAt<'resting'>): FlowStep {
  const { facts } = state;
  const { measuring, effects } = calledWhenLeftHigh(settings, facts, state.measuring);
  return goTo(goOn(state, 'not-measured', { facts, measuring, advice: 'none' }), ...effects);
}

/** Which question stands there; none between readings, where nobody is to talk. */
export function questionWhileResting({ before, measuring }: StateAt<'resting'>) {
  return before === 'first' ? measuring.unasked[0] : undefined;
}

export function answeredWhileResting(
  settings: FlowSettings,
  state: StateAt<'resting'>,
  { question, answer }: EventOf<'answered-while-resting'>,
): FlowStep {
  if (questionWhileResting(state) !== question) return stay(state);
  const { facts, measuring: known } = state;
  if (question === 'symptoms' && answer === 'yes') {
    return callToEmergency(settings, facts, goOn(state, 'emergency-while-resting', { facts, measuring: known }));
  }
  const said = answer === 'skip' ? known.said : saidWith(known.said, question, answer === 'yes');
  return goTo(act({ ...state, measuring: { ...known, unasked: known.unasked.slice(1), said } }));
}

/** A finger may have slipped: the question again, and the whole rest. Whoever was called comes all the same. */
export function restAgain(settings: FlowSettings, state: StateAt<'emergency-while-resting'>): FlowStep {
  return goOnMeasuring(settings, state, state, goOn);
}
