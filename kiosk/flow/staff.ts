import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { staffAtCrisis } from './crisis.ts';
import type { FlowStep } from './effects.ts';
import { andThen, endTurn, goOn, goTo, startingState, stay } from './moves.ts';
import { type FlowState, hasSession } from './state.ts';
import { keepNumber, printHeld } from './ticket.ts';

/** Somebody of the staff at the patient's screen. */

/**
 * The turn ends first, and nothing of it stays on the screen. A number that is on its way to the store is there in a moment, and the
 * staff try again; paper that is still held back comes.
 */
export function staffCame(settings: FlowSettings, state: FlowState): FlowStep {
  switch (state.at) {
    case 'with-staff':
    case 'storing-visit':
    case 'storing-change':
    case 'storing-give-up':
    case 'storing-reading':
      return stay(state);
    case 'in-crisis':
      // Whatever was opened while they stood here goes, too.
      return state.isStaffThere && !state.frame.help && !state.frame.notice ? stay(state) : staffAtCrisis(state, true);
    case 'choosing-again':
      return andThen(keepNumber(settings, state), (kept) => staffCame(settings, kept));
    case 'showing-ticket':
      return andThen(printHeld(settings, state), (printing) => cleared(settings, printing));
    default:
      return cleared(settings, state);
  }
}

function cleared(settings: FlowSettings, state: FlowState): FlowStep {
  const frame = { ...startingState(settings).frame, notices: state.frame.notices };
  const ended = hasSession(state) ? endTurn(settings, state, 'staff-came') : goTo(state);
  return andThen(ended, (rest) => goTo(goOn({ ...rest, frame }, 'with-staff', {})));
}

/** The patient's turn ends as with anybody else's whom staff have met, and staff are still here. */
export function crisisEnded(settings: FlowSettings, state: FlowState): FlowStep {
  return state.at === 'in-crisis' && state.isStaffThere ? cleared(settings, state) : stay(state);
}

/** Whether anybody may begin is asked at once: the store may be full, or staff have put the kiosk out of service. */
export function staffLeft(settings: FlowSettings, state: FlowState): FlowStep {
  if (state.at === 'in-crisis' && state.isStaffThere) return staffAtCrisis(state, false);
  if (state.at !== 'with-staff') return stay(state);
  const { frame, turn } = state;
  const rest = { ...startingState(settings), frame, turn: { ...turn, count: turn.count + 1 } };
  return goTo(rest, { do: 'probe-store' });
}
