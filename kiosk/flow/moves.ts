import { delays } from '#config/agreements/delays.ts';
import { type Facts, newFacts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { type Frame, type NoticeWords, nobodysTurn } from './above.ts';
import type { EndReason, FlowEffect, FlowStep } from './effects.ts';
import { calledWhenLeftHigh } from './left-high.ts';
import type { FlowState, Place, PlaceStates, SessionState, Standing, StateAt, Veil } from './state.ts';

/** The moves that every step of the flow is made of. */

/** Where every kiosk begins: at rest. */
export function startingState(settings: FlowSettings): StateAt<'waiting-for-card'> {
  return {
    at: 'waiting-for-card',
    turn: nobodysTurn,
    frame: { language: settings.restingLanguage, help: undefined, notice: undefined, notices: 0 },
  };
}

export function goTo(state: FlowState, ...effects: readonly FlowEffect[]): FlowStep {
  return { state, effects };
}

export function stay(state: FlowState): FlowStep {
  return { state, effects: [] };
}

/** The patient did something: they are here, and their clock begins anew. */
export function act<State extends FlowState>(state: State): State {
  const { turn } = state;
  return { ...state, turn: { ...turn, count: turn.count + 1, acts: turn.acts + 1, asked: undefined, next: undefined } };
}

/** The patient goes on to another place. */
export function goOn<At extends Place>(from: FlowState, at: At, place: PlaceStates[At]): Standing<At> {
  const { turn, frame } = act(from);
  return { at, ...place, turn, frame: { ...frame, notice: undefined } };
}

/** The place changes by itself: whoever was asked whether they are still here is still asked. */
export function moveOn<At extends Place>(from: FlowState, at: At, place: PlaceStates[At]): Standing<At> {
  const { turn, frame } = from;
  return { at, ...place, turn: { ...turn, count: turn.count + 1 }, frame: { ...frame, notice: undefined } };
}

/** The card has just been shown, so its veil begins anew. */
export function confirming(from: FlowState, facts: Facts, move: typeof goOn = goOn): StateAt<'confirming-identity'> {
  return move(from, 'confirming-identity', { facts, veil: veilFrom(from.turn.count + 1) });
}

export function veilFrom(since: number): Veil {
  return { hides: false, since, ms: delays.nameOnScreenMs };
}

/** Somebody's turn begins. The help sheet of whoever was here before is not theirs. */
export function beginTurn<At extends Place>(
  from: FlowState,
  at: At,
  placeOf: (facts: Facts) => PlaceStates[At],
  opens: Pick<Facts, 'sessionId' | 'today'>,
): FlowStep {
  const begun = goOn(from, at, placeOf(newFacts(opens)));
  const { turn, frame } = begun;
  return goTo(
    {
      ...begun,
      turn: { ...turn, acts: 0, touches: 0, began: turn.count, over: undefined },
      frame: { ...frame, help: undefined },
    } as FlowState,
    {
      do: 'note-session-started',
      sessionId: opens.sessionId,
    },
  );
}

/**
 * The turn is over, and nothing of it stays but an open help sheet: whoever lies on the floor has not left, and the sheet goes by a
 * clock of its own.
 */
export function endTurn(settings: FlowSettings, state: SessionState, reason: EndReason): FlowStep {
  const { turn, frame, facts } = state;
  const isLeft = reason !== 'started-over' && reason !== 'next-patient' && reason !== 'staff-came';
  const help = isLeft && frame.help ? { ...frame.help, isCallers: false } : undefined;
  const { stands } = facts.chip;
  const isReadingChip = stands === 'awaited' || stands === 'reading';
  return goTo(
    {
      at: 'waiting-for-card',
      turn: { ...nobodysTurn, count: turn.count + 1, noPapersInRow: turn.noPapersInRow },
      frame: { ...frame, language: help ? frame.language : settings.restingLanguage, help, notice: undefined },
    },
    ...(state.at === 'measuring' ? [{ do: 'stop-measuring' } as const] : []),
    ...('measuring' in state && reason !== 'staff-came'
      ? calledWhenLeftHigh(settings, facts, state.measuring).effects
      : []),
    ...(isReadingChip ? [{ do: 'stop-reading-chip' } as const] : []),
    { do: 'note-session-ended', sessionId: facts.sessionId, reason },
  );
}

/** What one came for cannot be kept: nobody else is served either. */
export function storeFailed(settings: FlowSettings, state: SessionState): FlowStep {
  const { effects, state: rest } = endTurn(settings, state, 'store-failed');
  return { state: goOn(rest, 'out-of-service', {}), effects };
}

/** Words that disappear by themselves, and lengthen nobody's clock. */
export function withNotice<State extends FlowState>(state: State, words: NoticeWords): State {
  const count = state.frame.notices + 1;
  return withFrame(state, { notice: { words, count }, notices: count });
}

export function withFrame<State extends FlowState>(state: State, changed: Partial<Frame>): State {
  return { ...state, frame: { ...state.frame, ...changed } };
}

/** One step after the other. Not `then`: a module that exports that is taken for a promise. */
export function andThen({ state, effects }: FlowStep, next: (state: FlowState) => FlowStep): FlowStep {
  const after = next(state);
  return { state: after.state, effects: [...effects, ...after.effects] };
}
