import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { calledWhenLeftHigh } from './left-high.ts';
import type { Measuring, ReadingPaper } from './measuring-state.ts';
import { atNextDevice, mostPapers, pressureResult } from './measuring-turn.ts';
import { goOn, goTo, moveOn, stay } from './moves.ts';
import type { StateAt } from './state.ts';

/** From one device to the next, and what was measured on paper. */

type BetweenDevices = StateAt<'getting-ready' | 'showing-reading' | 'not-measured'>;

export function toNextDevice(settings: FlowSettings, state: BetweenDevices): FlowStep {
  const { facts } = state;
  const left = calledWhenLeftHigh(settings, facts, leftOff(settings, state));
  const measuring = atNextDevice(settings, left.measuring);
  return measuring ? goTo(goOn(state, 'getting-ready', { facts, measuring }), ...left.effects) : stay(state);
}

/** Readings of a sitting that was not ended are told with the others, without a mean. */
function leftOff(settings: FlowSettings, { at, measuring }: BetweenDevices): Measuring {
  if (at === 'showing-reading' || measuring.sitting.readings.length === 0) return measuring;
  return { ...measuring, results: [...measuring.results, pressureResult(settings, measuring, undefined)] };
}

export function canPrintReading({ measuring, paper }: StateAt<'showing-reading'>): boolean {
  return paper === 'offered' || (paper === 'not-printed' && measuring.papers < mostPapers);
}

/** Everything that this turn has come to. */
export function printReading(_settings: FlowSettings, state: StateAt<'showing-reading'>): FlowStep {
  if (!canPrintReading(state)) return stay(state);
  const { facts, frame, result } = state;
  const measuring = { ...state.measuring, papers: state.measuring.papers + 1 };
  return goTo(goOn(state, 'showing-reading', { facts, measuring, result, paper: 'printing' }), {
    do: 'print-reading',
    sessionId: facts.sessionId,
    paper: measuring.papers,
    visitId: measuring.visitId,
    ticketNumber: measuring.number,
    language: frame.language,
    results: measuring.results,
  });
}

export function readingPaperKnown(
  _settings: FlowSettings,
  state: StateAt<'showing-reading'>,
  event: EventOf<'reading-printed' | 'reading-not-printed'>,
): FlowStep {
  const { facts, measuring, result, paper } = state;
  // Of a paper that was asked for at an earlier device nothing is said here.
  if (paper !== 'printing' || event.paper !== measuring.papers) return stay(state);
  return goTo(moveOn(state, 'showing-reading', { facts, measuring, result, paper: paperIs(event) }));
}

/** Nothing is said of paper that nobody can know of (law 13). */
function paperIs(event: EventOf<'reading-printed' | 'reading-not-printed'>): ReadingPaper {
  if (event.type === 'reading-printed') return 'printed';
  return event.bytes === 'unknown' ? 'perhaps-printed' : 'not-printed';
}
