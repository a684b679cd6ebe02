import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { type Facts, withNobody } from '#kiosk/facts/facts.ts';
import { type FlowSettings, offersWaysIn } from '#kiosk/facts/flow-settings.ts';
import type { Asked } from '#kiosk/facts/question.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import { closeChip } from './chip.ts';
import type { FlowStep } from './effects.ts';
import { sendToEmergency } from './emergency.ts';
import type { EventOf } from './events.ts';
import { act, confirming, endTurn, goOn, goTo, moveOn, stay, withFrame, withNotice } from './moves.ts';
import { factsWithAnswer, factsWithout, goesBackItself, isDue, nextQuestion, oneStepBack, refusalOf } from './plan.ts';
import type { FlowState, StateAt } from './state.ts';
import { storeVisit } from './ticket.ts';
import { isToBeConfirmed } from './told.ts';

/** From "this is me" through the plan of questions to the visit. */

/** On from "this is me": a moment for the hospital, then the questions. */
export function identityConfirmed(
  settings: FlowSettings,
  state: StateAt<'confirming-identity'>,
  { by }: EventOf<'identity-confirmed'>,
): FlowStep {
  const facts = { ...state.facts, ...(settings.checkIn.companion ? { by } : {}) };
  if (facts.hospital.open.length > 0) return goTo(goOn(state, 'waiting-for-hospital', { facts }));
  return askNext(settings, state, facts, []);
}

/** The number that is there already, before anything is asked again: the visit is found by its service, and knows what is new. */
export function numberWanted(settings: FlowSettings, state: StateAt<'confirming-identity'>): FlowStep {
  const { facts } = state;
  const visit = numberToday(settings, facts);
  if (!visit) return stay(state);
  const serviceCode = visit.service.code;
  const how = serviceCode === settings.helpChoosingCode ? 'help-choosing' : 'chosen';
  return storeVisit(settings, state, { ...facts, choice: { serviceCode, how } });
}

/** The latest, of a service that the kiosk still has. */
export function numberToday(
  { serviceCodes, helpChoosingCode }: FlowSettings,
  { numbersToday }: Pick<Facts, 'numbersToday'>,
): StoredVisit | undefined {
  return numbersToday.find(({ service }) => serviceCodes.includes(service.code) || service.code === helpChoosingCode);
}

/** The hospital has answered everything, or nobody waits any longer. */
export function afterHospital(settings: FlowSettings, state: StateAt<'waiting-for-hospital'>): FlowStep {
  return askNext(settings, state, state.facts, [], moveOn);
}

/** The first question that is due; without one the visit is stored. What is open is looked at once, when the questions begin. */
export function askNext(
  settings: FlowSettings,
  from: FlowState,
  known: Facts,
  answered: readonly QuestionId[],
  move: typeof goOn = goOn,
): FlowStep {
  const facts = known.notOpen ? known : { ...known, notOpen: settings.notOpen };
  const question = nextQuestion(settings, facts);
  return question === undefined
    ? storeVisit(settings, from, facts)
    : goTo(move(from, 'asking', { facts, question, answered }));
}

export function answered(settings: FlowSettings, state: StateAt<'asking'>, event: EventOf<'answered'>): FlowStep {
  const { question, answered: before } = state;
  const facts = factsWithAnswer(settings, state.facts, question, event.answer, askedIn(state, event));
  if (!facts) {
    const refusal = refusalOf(settings, state.facts, question, event.answer);
    return refusal ? goTo(withNotice(act(state), refusal)) : stay(state);
  }
  // A question with several steps is asked to its end before any other.
  const answered = [...before, question];
  if (isDue(settings, facts, question)) {
    return goTo(goOn(state, 'asking', { facts, question, answered: goesBackItself(question) ? before : answered }));
  }
  const isSign = question === 'emergency' && facts.emergency === 'sign';
  return isSign ? sendToEmergency(settings, state, facts, answered) : askNext(settings, state, facts, answered);
}

/** A number on request: the visit goes on as any other, and whoever was called still comes. */
export function numberAllTheSame(settings: FlowSettings, state: StateAt<'going-to-emergency'>): FlowStep {
  return askNext(settings, state, state.facts, state.answered);
}

/** How the question stood on the screen. */
export function askedIn({ frame }: FlowState, { shownMs = 0 }: EventOf<'answered'>): Asked {
  return { language: frame.language, shownMs };
}

/** All numbers of the chosen service were given in the meantime: another one, or the desk. */
export function serviceFull(settings: FlowSettings, state: StateAt<'storing-visit'>): FlowStep {
  const { choice, notOpen } = state.facts;
  if (!choice) return stay(state);
  const open = factsWithout(settings, factsWithout(settings, state.facts, 'preparation'), 'service');
  const facts = { ...open, notOpen: new Map([...(notOpen ?? []), [choice.serviceCode, { is: 'full' }] as const]) };
  const { state: next, effects } = askNext(settings, state, facts, [], moveOn);
  return { state: withNotice(next, 'service-not-open'), effects };
}

/** More is known than when the question was asked: it may have become needless. What was said about that stays to be read. */
export function askedAnew(settings: FlowSettings, state: StateAt<'asking'>): FlowStep {
  const { facts, question, answered: before, frame } = state;
  if (isDue(settings, facts, question)) return goTo(state);
  const { state: next, effects } = askNext(settings, state, facts, before, moveOn);
  return { state: withFrame(next, { notice: frame.notice }), effects };
}

/** Back is the previous question that was asked and still makes sense, and before the first one who this is. */
export function questionBack(settings: FlowSettings, state: StateAt<'asking' | 'going-to-emergency'>): FlowStep {
  let { facts } = state;
  const earlier = state.at === 'asking' ? oneStepBack(facts, state.question) : undefined;
  if (state.at === 'asking' && earlier) return goTo(goOn(state, 'asking', { ...state, facts: earlier }));
  for (const [at, last] of [...state.answered.entries()].toReversed()) {
    facts = factsWithout(settings, facts, last);
    if (!isDue(settings, facts, last)) continue;
    return goTo(goOn(state, 'asking', { facts, question: last, answered: state.answered.slice(0, at) }));
  }
  if (isToBeConfirmed(settings, facts.identities)) {
    // Whoever goes back may be anybody: the name comes back by the card.
    const again = confirming(state, facts);
    return goTo({ ...again, veil: { ...again.veil, hides: true } });
  }
  if (offersWaysIn(settings)) return wayInAnew(state, facts);
  return facts.slip === undefined ? endTurn(settings, state, 'left') : goTo(goOn(state, 'asking-for-card', { facts }));
}

/** Which way, once more: nobody is meant any more, and nothing of what was told or read of them stays. */
export function wayInAnew(from: FlowState, known: Facts): FlowStep {
  const { facts, effects } = closeChip(withNobody(known));
  return goTo(goOn(from, 'choosing-way-in', { facts }), ...effects);
}
