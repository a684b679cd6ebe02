import type { Facts, TemperatureCheck } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { TemperatureProgress } from './events.ts';
import { goTo, stay } from './moves.ts';
import { type FlowState, hasSession, type SessionState } from './state.ts';

/**
 * The thermometer beside the screening question. Like a clock it is a fact of the state: it is open exactly while that question is on the
 * screen, however the question is left, and a later reading takes the place of an earlier one. Nobody waits for it.
 */

/** A device that fails at once, again and again, is let be. */
const mostAttempts = 8;

/** After each step: the device is opened, opened again or stopped. */
export function followThermometer(settings: FlowSettings, before: FlowState, taken: FlowStep): FlowStep {
  const { state } = taken;
  const isLeft = isOpenIn(before) && !(hasSession(state) && state.facts.sessionId === before.facts.sessionId);
  const effects = isLeft ? [...taken.effects, { do: 'stop-taking-temperature' } as const] : taken.effects;
  if (!hasSession(state)) return { state, effects };
  const { sessionId, temperature } = state.facts;
  const isWanted = settings.takesTemperature && state.at === 'asking' && state.question === 'screening';
  if (isOpen(temperature) && !isWanted) {
    const closed = withTemperature(state, { stands: 'closed' });
    return { state: closed, effects: [...effects, { do: 'stop-taking-temperature' }] };
  }
  if (!isWanted || temperature.stands !== 'closed' || temperature.attempt >= mostAttempts) return { state, effects };
  const attempt = temperature.attempt + 1;
  const opened = withTemperature(state, { stands: 'awaited', attempt });
  return { state: opened, effects: [...effects, { do: 'take-temperature', sessionId, attempt }] };
}

/** Of this session. A word about any other measurement than the open one means nothing (law 11). */
export function temperatureHeard(state: SessionState, event: TemperatureProgress): FlowStep {
  const { temperature } = state.facts;
  if (!isOpen(temperature) || temperature.attempt !== event.attempt) return stay(state);
  switch (event.type) {
    case 'temperature-measuring':
      return goTo(withTemperature(state, { stands: 'measuring' }));
    case 'temperature-measured': {
      // Whoever is measured is still here.
      const turn = { ...state.turn, count: state.turn.count + 1, asked: undefined };
      return goTo({ ...withTemperature(state, { stands: 'closed', celsius: event.celsius }), turn });
    }
    case 'temperature-not-measured':
      return goTo(withTemperature(state, { stands: event.isGone ? 'given-up' : 'closed' }));
  }
}

function isOpenIn(state: FlowState): state is SessionState {
  return hasSession(state) && isOpen(state.facts.temperature);
}

function isOpen({ stands }: TemperatureCheck): boolean {
  return stands === 'awaited' || stands === 'measuring';
}

function withTemperature(state: SessionState, changed: Partial<TemperatureCheck>): SessionState {
  const facts: Facts = { ...state.facts, temperature: { ...state.facts.temperature, ...changed } };
  return { ...state, facts };
}
