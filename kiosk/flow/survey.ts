import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { endTurn, goOn, goTo, stay } from './moves.ts';
import type { SessionState, StateAt, Surveyed } from './state.ts';

/**
 * How it went, once somebody has said "done": one tap, or none. It takes a number from nobody's eyes (it is said again here), goes by
 * itself, and the next card ends it.
 */
export function finish(settings: FlowSettings, state: SessionState): FlowStep {
  const about = surveyed(state);
  const { frame, turn } = state;
  // Whoever waits for help, or whose time is up, has other things on their mind.
  if (!settings.checkIn.survey || !about || frame.help || turn.over || turn.next) {
    return endTurn(settings, state, 'finished');
  }
  return goTo(goOn(state, 'surveying', { facts: state.facts, about, isThanked: false }));
}

export function opinionGiven(
  _settings: FlowSettings,
  state: StateAt<'surveying'>,
  { score }: EventOf<'opinion-given'>,
): FlowStep {
  const { facts, about, isThanked } = state;
  if (isThanked) return stay(state);
  return goTo(goOn(state, 'surveying', { facts, about, isThanked: true }), {
    do: 'store-opinion',
    opinion: { serviceCode: about.serviceCode, score },
  });
}

export function surveyWait({ isThanked }: StateAt<'surveying'>) {
  const ms = isThanked ? delays.surveyThanksMs : delays.surveyMs;
  return { timer: 'survey', ms, after: 'finished' } as const;
}

function surveyed(state: SessionState): Surveyed | undefined {
  if (state.at === 'showing-ticket') {
    const { number, service } = state.ticket.visit;
    return { serviceCode: service.code, number: number.text };
  }
  if (state.at !== 'showing-reading') return undefined;
  return { serviceCode: state.facts.choice?.serviceCode, number: state.measuring.number };
}
