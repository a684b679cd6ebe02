import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { TimerName } from './events.ts';
import { isLastCall, isMeasuring, leaveAt, rowOf } from './places.ts';
import { type FlowState, hasSession, type Place } from './state.ts';
import { isOnlyOnScreen } from './ticket.ts';

/** A timer is a fact of the state, not an order: the host runs exactly those that the present state has. */
export interface Timer {
  readonly timer: TimerName;
  /** Which one of this name: a later one has another count. */
  readonly count: number;
  readonly ms: number;
}

export function timersOf(state: FlowState, settings: FlowSettings): readonly Timer[] {
  const { frame } = state;
  return [
    ...clockOfTurn(state, settings),
    ...clockOfName(state),
    ...clocksOfLimit(state),
    ...clocksAtRest(state, settings),
    ...(frame.notice ? [{ timer: 'notice' as const, count: frame.notice.count, ms: delays.noticeMs }] : []),
  ];
}

/** Whether somebody is still here is asked once, whoever else comes meanwhile. */
function clockOfTurn(state: FlowState, settings: FlowSettings): readonly Timer[] {
  if (isLastCall(state)) return [];
  const { turn, frame } = state;
  const isNumberAtStake = numberOnScreenOnly(state) !== undefined;
  if (turn.asked !== undefined) {
    const ms = isNumberAtStake ? delays.nextWaitsForNumberMs : delays.idleCountdownMs;
    return [{ timer: 'idle-countdown', count: turn.asked, ms }];
  }
  if (turn.next) {
    const ms = isNumberAtStake ? delays.nextWaitsForNumberMs : delays.nextWaitsMs;
    return [{ timer: 'next-waits', count: turn.next.since, ms }];
  }
  // Whoever waits for help touches nothing, and nothing is taken from under their eyes.
  const leave = leaveAt(state);
  if (frame.help && (leave === 'free' || leave === 'done') && !isMeasuring(state)) {
    return [{ timer: 'idle', count: turn.count, ms: delays.helpMs }];
  }
  const wait = rowOf<Place>(state).waits(state, settings);
  if (!('timer' in wait)) return [];
  const count = 'since' in wait ? (wait.since ?? turn.count) : turn.count;
  return [{ timer: wait.timer, count, ms: wait.ms }];
}

/** Nobody's name or number is on the screen of somebody who has walked off. */
function clockOfName(state: FlowState): readonly Timer[] {
  if (!('veil' in state) || state.veil.hides) return [];
  return [{ timer: 'veil', count: state.veil.since, ms: state.veil.ms }];
}

/** The longest time of the turn; at most one runs, beside its other clocks. */
function clocksOfLimit(state: FlowState): readonly Timer[] {
  if (!hasSession(state)) return [];
  const { began, over } = state.turn;
  if (!over) return [{ timer: 'longest', count: began, ms: delays.longestTurnMs }];
  if (isLastCall(state)) return [{ timer: 'last-call', count: over.since, ms: delays.lastCallMs }];
  return leaveAt(state) === 'done' ? [{ timer: 'last-look', count: over.since, ms: delays.lastLookMs }] : [];
}

/** What somebody left behind on a resting screen. */
function clocksAtRest(state: FlowState, { restingLanguage }: FlowSettings): readonly Timer[] {
  if (hasSession(state)) return [];
  const { frame, turn } = state;
  const isDisturbed = frame.help !== undefined || frame.language !== restingLanguage;
  return [
    ...(isDisturbed
      ? [{ timer: 'rest' as const, count: turn.acts, ms: frame.help ? delays.helpMs : delays.untilIdleWarningMs }]
      : []),
    ...(turn.noPapersInRow > 0
      ? [{ timer: 'papers-again' as const, count: turn.noPapersInRow, ms: delays.papersAgainMs }]
      : []),
  ];
}

/** The number of this turn, where the patient has it nowhere but on this screen. */
export function numberOnScreenOnly(state: FlowState): string | undefined {
  if ('ticket' in state) return isOnlyOnScreen(state.ticket) ? state.ticket.visit.number.text : undefined;
  return 'measuring' in state && !state.measuring.isOnPaper ? state.measuring.number : undefined;
}
