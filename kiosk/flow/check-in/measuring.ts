import type { CheckInStep } from './effects.ts';
import type { PressureProgress } from './events.ts';
import { calm, goTo, nextTurn, stay } from './moves.ts';
import type { CheckInState, StateAt } from './state.ts';

/**
 * The plain measuring path: sit, measure, see the numbers. What they mean is said by a person.
 *
 * A reading belongs to the measurement that this session opened (law 11): every word of the monitor carries session and
 * attempt, and a word of any other measurement changes nothing.
 */

/** After so many tries in a row a person has to look at the cuff. */
const mostAttempts = 3;

export function sitDown({ ticket, session, ...state }: StateAt<'showing-ticket'>): CheckInStep {
  const { visitId, number } = ticket.visit;
  return goTo({ ...calm(state), at: 'sitting-down', session, measuring: { visitId, number: number.text, attempt: 0 } });
}

export function beginMeasuring(state: CheckInState): CheckInStep {
  if (state.at !== 'sitting-down' && !(state.at === 'not-measured' && canTryAgain(state))) return stay(state);
  const { session } = state;
  const measuring = { ...state.measuring, attempt: state.measuring.attempt + 1 };
  return goTo(
    { ...calm(state), at: 'measuring', session, measuring, phase: 'measuring', cuffMmHg: undefined },
    { do: 'start-measuring', sessionId: session.sessionId, attempt: measuring.attempt },
  );
}

/** The patient has had enough: the air goes out at once, whatever the monitor says afterwards. */
export function stopMeasuring(state: CheckInState): CheckInStep {
  if (state.at !== 'measuring') return stay(state);
  const { session, measuring } = state;
  return goTo({ ...calm(state), at: 'not-measured', session, measuring, advice: 'none' }, { do: 'stop-measuring' });
}

export function pressureProgressed(state: CheckInState, event: PressureProgress): CheckInStep {
  if (state.at !== 'measuring' || !isOfMeasurement(state, event)) return stay(state);
  const { session, measuring } = state;
  switch (event.type) {
    case 'pressure-measuring':
      return goTo({ ...nextTurn(state), phase: event.phase, cuffMmHg: event.cuffMmHg });
    case 'pressure-measured': {
      const { reading } = event;
      return goTo(
        { ...calm(state), at: 'storing-reading', session, measuring, reading },
        {
          do: 'store-reading',
          sessionId: session.sessionId,
          visitId: measuring.visitId,
          ticketNumber: measuring.number,
          reading,
        },
      );
    }
    case 'pressure-not-measured':
      return goTo({ ...calm(state), at: 'not-measured', session, measuring, advice: event.advice });
  }
}

export function readingStored(state: StateAt<'storing-reading'>): CheckInStep {
  const { session, measuring, reading } = state;
  return goTo({ ...calm(state), at: 'showing-reading', session, measuring, reading });
}

export function canTryAgain({ measuring, advice }: StateAt<'not-measured'>): boolean {
  return measuring.attempt < mostAttempts && advice !== 'call-staff';
}

function isOfMeasurement({ session, measuring }: StateAt<'measuring'>, event: PressureProgress): boolean {
  return session.sessionId === event.sessionId && measuring.attempt === event.attempt;
}
