import { delays } from '#config/agreements/delays.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { NextInLine } from './above.ts';
import { askForChip, chipCardLaid, chipProgressed } from './chip.ts';
import { crisisLeft } from './crisis.ts';
import type { FlowStep } from './effects.ts';
import type { ChipProgress, EventOf, FlowEvent, Scan, TimerName } from './events.ts';
import { frameChanged } from './frame.ts';
import { factsFromHospital } from './hospital.ts';
import { andThen, endTurn, goTo, startingState, stay, withFrame } from './moves.ts';
import type { PlaceEvent } from './place-row.ts';
import { canStartOver, goBack, isLastCall, leaveAt, othersCardAt, rowOf } from './places.ts';
import { crisisEnded, staffCame, staffLeft } from './staff.ts';
import { type FlowState, hasSession, type Place, type SessionState, type Standing } from './state.ts';
import { followThermometer, temperatureHeard } from './temperature.ts';
import { afterLimit, isTooLate, lastLookIsOver, timeIsUp } from './time-limit.ts';
import { timersOf } from './timers.ts';
import { ask, decideScan, mostActs, nobodyAnswered, stayed } from './turn.ts';

/**
 * One step of a kiosk. Pure: no clock, no device, no database, no randomness.
 *
 * An event passes whose turn it is, then what lies over every place, then the place where the patient stands; one that means nothing
 * there changes nothing.
 */
export function step(settings: FlowSettings, state: FlowState, event: FlowEvent): FlowStep {
  if (isTooLate(state, event)) return stay(state);
  return followThermometer(settings, state, afterLimit(settings, taken(settings, state, event)));
}

function taken(settings: FlowSettings, state: FlowState, event: FlowEvent): FlowStep {
  switch (event.type) {
    case 'card-read':
    case 'appointment-read':
    case 'ticket-read':
      return scanned(settings, state, event);
    case 'stayed':
    case 'touched':
      return bounded(settings, stayed(state, event));
    // Whoever calls for help has not played, however often they touched the glass before.
    case 'help-called':
    case 'emergency-called':
      return frameChanged(settings, state, event);
    case 'help-called-off':
    case 'help-closed':
    case 'language-chosen':
      return bounded(settings, frameChanged(settings, state, event));
    case 'went-back':
      return bounded(settings, goBack(settings, state) ?? stay(state));
    case 'started-over':
      return hasSession(state) && canStartOver(state) ? endTurn(settings, state, 'started-over') : stay(state);
    case 'staff-came':
      return staffCame(settings, state);
    case 'staff-left':
      return staffLeft(settings, state);
    case 'crisis-ended':
      return crisisEnded(settings, state);
    case 'crisis-left':
      return crisisLeft(state, event);
    case 'hospital-answered':
      return hospitalAnswered(settings, state, event);
    case 'chip-card-laid':
      return hasSession(state) && !factsAreOpen(state) ? stay(state) : chipCardLaid(settings, state);
    case 'chip-reading':
    case 'chip-read':
    case 'chip-not-read':
      return chipHeard(settings, state, event);
    case 'temperature-measuring':
    case 'temperature-measured':
    case 'temperature-not-measured':
      return isOfSession(state, event) ? temperatureHeard(state, event) : stay(state);
    case 'timer-elapsed':
      return timerElapsed(settings, state, event);
    case 'visit-stored':
    case 'visit-not-stored':
    case 'service-full':
    case 'service-changed':
    case 'service-not-changed':
    case 'number-given-up':
    case 'number-not-given-up':
    case 'crisis-answered':
    case 'reading-stored':
    case 'reading-not-stored':
    case 'ticket-printed':
    case 'ticket-not-printed':
    case 'reading-printed':
    case 'reading-not-printed':
    case 'measuring-progressed':
    case 'reading-taken':
    case 'nothing-taken':
      return isOfSession(state, event) ? atPlace(settings, state, event) : stay(state);
    case 'card-not-read':
    case 'store-probed':
    case 'started-without-papers':
    case 'came-as-invited':
    case 'way-in-chosen':
    case 'scan-given-up':
    case 'number-typed':
    case 'name-told':
    case 'phone-preferred':
    case 'birth-year-told':
    case 'phone-told':
    case 'identity-confirmed':
    case 'number-wanted':
    case 'answered':
    case 'service-change-asked':
    case 'give-up-asked':
    case 'number-kept':
    case 'family-goes-on':
    case 'finished':
    case 'copy-asked':
    case 'taken-by-phone':
    case 'opinion-given':
    case 'measuring-asked':
    case 'measuring-begun':
    case 'measuring-stopped':
    case 'answered-while-resting':
    case 'next-measured':
    case 'reading-paper-asked':
      return bounded(settings, atPlace(settings, state, event));
    // A number that was typed opens the chip of its card as one that was scanned.
    case 'number-confirmed':
      return bounded(settings, askForChip(settings, atPlace(settings, state, event)));
    default:
      // An event that nobody has thought of here is asked for by the compiler, not by a patient.
      return unreachable(event);
  }
}

function scanned(settings: FlowSettings, state: FlowState, scan: Scan): FlowStep {
  const othersCard = othersCardAt(state);
  // Whose time is up has what they have: what cannot be compared is the next one's.
  const isOver = isLastCall(state);
  const decision = decideScan(settings, state, scan, { othersCard, isBeforeNumber: factsAreOpen(state) && !isOver });
  switch (decision.is) {
    case 'settled':
      return decision.step;
    case 'for-the-next-turn':
      return nextTurn(settings, state, scan);
    case 'for-this-place': {
      if (isOver) return stay(state);
      const taken = atPlace(settings, decision.state, scan);
      if (!factsAreOpen(taken.state)) return bounded(settings, taken);
      return bounded(
        settings,
        askForChip(
          settings,
          andThen(taken, (after) => moreIsKnown<Place>(settings, after)),
        ),
      );
    }
  }
}

function nextTurn(settings: FlowSettings, state: FlowState, scan: Scan): FlowStep {
  if (!hasSession(state)) return stay(state);
  return andThen(endTurn(settings, state, 'next-patient'), (rest) => step(settings, rest, scan));
}

/** Whoever has waited may have gone as well. */
function nextTurnAtLast(settings: FlowSettings, state: FlowState, { scan }: NextInLine): FlowStep {
  return andThen(nextTurn(settings, state, scan), (begun) =>
    goTo(begun.at === 'confirming-identity' ? { ...begun, veil: { ...begun.veil, ms: delays.nameOfNextMs } } : begun),
  );
}

/** What an event means where the patient stands. */
function atPlace(settings: FlowSettings, state: FlowState, event: PlaceEvent): FlowStep {
  return handle<Place, PlaceEvent['type']>(settings, state, event.type, event);
}

function handle<At extends Place, Type extends PlaceEvent['type']>(
  settings: FlowSettings,
  state: Standing<At>,
  type: Type,
  event: EventOf<Type>,
): FlowStep {
  return rowOf(state).on[type]?.(settings, state, event) ?? stay(state as FlowState);
}

/** A turn of so many acts is a game. What is owed to it comes first, and what would put that off is over. */
function bounded(settings: FlowSettings, taken: FlowStep): FlowStep {
  const { state } = taken;
  if (!hasSession(state) || state.turn.acts < mostActs) return taken;
  if (leaveAt(state) === 'owed') {
    const back = goBack(settings, state);
    return back
      ? bounded(
          settings,
          andThen(taken, () => back),
        )
      : taken;
  }
  return andThen(taken, () => endTurn(settings, state, 'left'));
}

function factsAreOpen(state: FlowState): state is SessionState {
  return hasSession(state) && rowOf<Place>(state).facts !== 'closed';
}

function isOfSession(state: FlowState, event: { readonly sessionId: string }): state is SessionState {
  return hasSession(state) && state.facts.sessionId === event.sessionId;
}

function hospitalAnswered(settings: FlowSettings, state: FlowState, event: EventOf<'hospital-answered'>): FlowStep {
  if (!isOfSession(state, event) || !factsAreOpen(state)) return stay(state);
  const facts = factsFromHospital(state.facts, event);
  return facts ? moreIsKnown<Place>(settings, { ...state, facts }) : stay(state);
}

function chipHeard(settings: FlowSettings, state: FlowState, event: ChipProgress): FlowStep {
  if (!isOfSession(state, event) || !factsAreOpen(state)) return stay(state);
  const heard = chipProgressed(state, event);
  return heard.state === state ? heard : andThen(heard, (after) => moreIsKnown<Place>(settings, after));
}

function moreIsKnown<At extends Place>(settings: FlowSettings, state: Standing<At>): FlowStep {
  const { facts } = rowOf(state);
  return facts === 'closed' ? stay(state as FlowState) : facts(settings, state);
}

function timerElapsed(settings: FlowSettings, state: FlowState, { timer, count }: EventOf<'timer-elapsed'>): FlowStep {
  if (!timersOf(state, settings).some((each) => each.timer === timer && each.count === count)) return stay(state);
  switch (timer) {
    case 'notice':
      return goTo(withFrame(state, { notice: undefined }));
    case 'rest':
      return goTo(withFrame(state, startingState(settings).frame));
    case 'papers-again':
      return goTo({ ...state, turn: { ...state.turn, noPapersInRow: 0 } });
    case 'veil':
      return 'veil' in state ? goTo({ ...state, veil: { ...state.veil, hides: true } }) : stay(state);
    case 'longest':
      return timeIsUp(state);
    case 'last-look':
      return lastLookIsOver(state);
    case 'idle-countdown':
    case 'next-waits':
    case 'last-call': {
      const reason = timer === 'last-call' ? 'time-up' : 'left';
      const answer = nobodyAnswered(settings, state, othersCardAt(state), reason);
      return 'next' in answer ? nextTurnAtLast(settings, state, answer.next) : answer.step;
    }
    default:
      return waited<Place>(settings, state, timer);
  }
}

/** The place's own clock, or the one under a help sheet that nobody touches. */
function waited<At extends Place>(settings: FlowSettings, state: Standing<At>, timer: TimerName): FlowStep {
  const wait = rowOf(state).waits(state, settings);
  if (!('timer' in wait) || wait.timer !== timer || wait.after === 'ask') return ask(state as FlowState);
  if (wait.after !== 'finished') return wait.after(settings, state);
  return hasSession(state as FlowState)
    ? endTurn(settings, state as SessionState, wait.after)
    : stay(state as FlowState);
}
