import type { CheckInEffect, CheckInStep, EndReason } from './effects.ts';
import {
  type CheckInState,
  type FlowSettings,
  type Frame,
  type HospitalAnswers,
  hasSession,
  type NoticeShown,
  type Session,
  type SessionState,
} from './state.ts';

/** The moves that every step of the flow is made of. */

/** Where every kiosk begins: at rest. */
export function startingState(settings: FlowSettings): CheckInState {
  return { at: 'waiting-for-card', language: settings.restingLanguage, overlay: undefined, notice: undefined, turn: 0 };
}

export function endSession(settings: FlowSettings, state: SessionState, reason: EndReason): CheckInStep {
  const ended: CheckInEffect = { do: 'note-session-ended', sessionId: state.session.sessionId, reason };
  const rest: CheckInState = { ...startingState(settings), turn: state.turn + 1 };
  const { stands } = state.session.chip;
  const isReadingChip = stands === 'awaited' || stands === 'reading';
  return goTo(
    rest,
    ...(state.at === 'measuring' ? [{ do: 'stop-measuring' } as const] : []),
    ...(isReadingChip ? [{ do: 'stop-reading-chip' } as const] : []),
    ended,
  );
}

const nothingAsked: HospitalAnswers = {
  asked: 'not-asked',
  question: 0,
  contact: undefined,
  appointments: [],
  insuranceCheck: undefined,
};

/** A session that knows nothing of anybody yet. */
export function newSession({ sessionId, today }: Pick<Session, 'sessionId' | 'today'>): Session {
  return {
    sessionId,
    today,
    hospital: nothingAsked,
    appointment: undefined,
    appointmentId: undefined,
    chip: { stands: 'not-asked' },
  };
}

export function isOfSession(state: CheckInState, event: { readonly sessionId: string }): state is SessionState {
  return hasSession(state) && state.session.sessionId === event.sessionId;
}

export function notice<State extends CheckInState>(state: State, words: NoticeShown['words']): CheckInStep {
  // A stranger's card must not lengthen the countdown of somebody who has walked away.
  const next = state.overlay === 'idle-warning' ? state : nextTurn(state);
  return goTo({ ...next, notice: { words, turn: next.turn } });
}

/** A new turn with nothing laid over the screen and no notice left. */
export function calm({ language, turn }: Frame): Frame {
  return { language, overlay: undefined, notice: undefined, turn: turn + 1 };
}

export function nextTurn<State extends Frame>(state: State): State {
  return { ...state, turn: state.turn + 1 };
}

export function goTo(state: CheckInState, ...effects: readonly CheckInEffect[]): CheckInStep {
  return { state, effects };
}

export function stay(state: CheckInState): CheckInStep {
  return { state, effects: [] };
}
