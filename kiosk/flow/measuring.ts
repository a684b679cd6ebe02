import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { goOn, goTo, moveOn, stay } from './moves.ts';
import type { StateAt } from './state.ts';

/**
 * The plain measuring path: sit, measure, see the numbers. What they mean is said by a person.
 *
 * A reading belongs to the measurement that this session opened (law 11): every word of the monitor carries session and
 * attempt, and a word of any other measurement changes nothing.
 */

/** After so many tries in a row a person has to look at the cuff. */
const mostAttempts = 3;

export function beginMeasuring(_settings: FlowSettings, state: StateAt<'getting-ready' | 'not-measured'>): FlowStep {
  if (state.at === 'not-measured' && !canTryAgain(state)) return stay(state);
  const { facts } = state;
  const measuring = { ...state.measuring, attempt: state.measuring.attempt + 1 };
  return goTo(goOn(state, 'measuring', { facts, measuring, phase: 'measuring', cuffMmHg: undefined }), {
    do: 'start-measuring',
    sessionId: facts.sessionId,
    attempt: measuring.attempt,
  });
}

/** The patient has had enough: the air goes out at once, whatever the monitor says afterwards. */
export function stopMeasuring(_settings: FlowSettings, state: StateAt<'measuring'>): FlowStep {
  const { facts, measuring } = state;
  return goTo(goOn(state, 'not-measured', { facts, measuring, advice: 'none' }), { do: 'stop-measuring' });
}

export function pressureMeasuring(
  _settings: FlowSettings,
  state: StateAt<'measuring'>,
  { attempt, phase, cuffMmHg }: EventOf<'pressure-measuring'>,
): FlowStep {
  const { measuring } = state;
  return measuring.attempt === attempt ? goTo({ ...state, phase, cuffMmHg }) : stay(state);
}

export function pressureMeasured(
  _settings: FlowSettings,
  state: StateAt<'measuring'>,
  { attempt, reading }: EventOf<'pressure-measured'>,
): FlowStep {
  const { facts, measuring } = state;
  if (measuring.attempt !== attempt) return stay(state);
  return goTo(moveOn(state, 'storing-reading', { facts, measuring, reading }), {
    do: 'store-reading',
    sessionId: facts.sessionId,
    visitId: measuring.visitId,
    ticketNumber: measuring.number,
    reading,
  });
}

export function pressureNotMeasured(
  _settings: FlowSettings,
  state: StateAt<'measuring'>,
  { attempt, advice }: EventOf<'pressure-not-measured'>,
): FlowStep {
  const { facts, measuring } = state;
  return measuring.attempt === attempt
    ? goTo(moveOn(state, 'not-measured', { facts, measuring, advice }))
    : stay(state);
}

export function readingStored(_settings: FlowSettings, state: StateAt<'storing-reading'>): FlowStep {
  const { facts, measuring, reading } = state;
  return goTo(moveOn(state, 'showing-reading', { facts, measuring, reading }));
}

export function canTryAgain({ measuring, advice }: StateAt<'not-measured'>): boolean {
  return measuring.attempt < mostAttempts && advice !== 'call-staff';
}
