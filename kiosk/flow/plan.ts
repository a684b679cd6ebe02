import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { Asked, Question, RawAnswer } from '#kiosk/facts/question.ts';
import { appointment } from '#kiosk/questions/appointment/question.ts';
import { companion } from '#kiosk/questions/companion/question.ts';
import { consent } from '#kiosk/questions/consent/question.ts';
import { contact } from '#kiosk/questions/contact/question.ts';
import { emergency } from '#kiosk/questions/emergency/question.ts';
import type { AnswerTo, QuestionId } from '#kiosk/questions/every-question.ts';
import { particulars } from '#kiosk/questions/particulars/question.ts';
import { preparation } from '#kiosk/questions/preparation/question.ts';
import { priority } from '#kiosk/questions/priority/question.ts';
import { purpose } from '#kiosk/questions/purpose/question.ts';
import { referral } from '#kiosk/questions/referral/question.ts';
import { screening } from '#kiosk/questions/screening/question.ts';
import { service } from '#kiosk/questions/service/question.ts';

/** What is asked between "this is me" and the number, in this order. */
const plan: { readonly [Id in QuestionId]: Question<AnswerTo<Id>> } = {
  emergency,
  screening,
  companion,
  contact,
  particulars,
  purpose,
  referral,
  appointment,
  service,
  preparation,
  priority,
  consent,
};

/** The first question that is due; `undefined`: the visit can be stored. */
export function nextQuestion(settings: FlowSettings, facts: Facts): QuestionId | undefined {
  return questionIds.find((id) => plan[id].isDue(settings, facts));
}

export function isDue(settings: FlowSettings, facts: Facts, id: QuestionId): boolean {
  return plan[id].isDue(settings, facts);
}

/** The facts with the answer among them; `undefined` when it is no answer to this question now. */
export function factsWithAnswer<Id extends QuestionId>(
  settings: FlowSettings,
  facts: Facts,
  id: Id,
  raw: RawAnswer,
  asked: Asked,
): Facts | undefined {
  return read<AnswerTo<Id>>(plan[id], settings, facts, raw, asked);
}

/** Whether Back within it is the question's own; else each step of it is an answer among the others. */
export function goesBackItself(id: QuestionId): boolean {
  return plan[id].oneStepBack !== undefined;
}

/** See `Question.oneStepBack`. */
export function oneStepBack(facts: Facts, id: QuestionId): Facts | undefined {
  return plan[id].oneStepBack?.(facts);
}

/** See `Question.refusal`. */
export function refusalOf(settings: FlowSettings, facts: Facts, id: QuestionId, raw: RawAnswer) {
  return plan[id].refusal?.(raw, settings, facts);
}

/** The facts as before the answer. */
export function factsWithout(settings: FlowSettings, facts: Facts, id: QuestionId): Facts {
  return plan[id].put(facts, undefined, settings);
}

/** An object keeps the order in which its keys were written. */
export const questionIds = Object.keys(plan) as readonly QuestionId[];

function read<Answer>(question: Question<Answer>, settings: FlowSettings, facts: Facts, raw: RawAnswer, asked: Asked) {
  const answer = question.read(raw, settings, facts, asked);
  return answer === undefined ? undefined : question.put(facts, answer, settings, asked);
}
