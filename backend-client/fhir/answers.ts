import type { VisitFacts } from '../contract/fact.ts';
import {
  type AnsweredQuestion,
  type AnswerValue,
  answeredQuestions,
  type CodedAnswer,
} from '../questionnaire/answered-questions.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { answerSystems } from './codes.ts';
import type { Coding, Identifier, QuestionnaireResponseResource } from './fhir-types.ts';
import type { IdentifierSystems } from './systems.ts';
import { fhirDate, fhirText } from './text.ts';

type Item = NonNullable<QuestionnaireResponseResource['item']>[number];
type Answer = NonNullable<Item['answer']>[number];

/**
 * All that the patient answered, as one QuestionnaireResponse of the visit: "a structured set of questions and their answers"
 * (questionnaireresponse.html). It is what somebody said: an Observation would be a finding, and a ServiceRequest for a letter of
 * referral the order of a facility that has not spoken to us. Particulars stand here whole, whatever the hospital's own record of the
 * patient says; that one gets only what it did not have (law 14).
 */
export function answersResource(facts: VisitFacts, rendering: Rendering): QuestionnaireResponseResource | undefined {
  const item = answeredItems(facts.answers);
  if (item.length === 0) return undefined;
  return {
    resourceType: 'QuestionnaireResponse',
    identifier: answersIdentifier(facts.visit.visitId, rendering.systems),
    status: 'completed',
    subject: referenceTo('patient', rendering),
    encounter: referenceTo('encounter', rendering),
    source: referenceTo(facts.answers?.companion ? 'companion' : 'patient', rendering),
    item,
  };
}

export function answeredItems(answers: VisitFacts['answers']): readonly Item[] {
  return answeredQuestions(answers).flatMap(itemOf);
}

export function answersIdentifier(visitId: string, { answers }: IdentifierSystems): Identifier {
  return { system: answers, value: visitId };
}

/** MA_DANTOC and the patient's occupation, as VN Core writes them. */
export function codingOf({ list, code, text }: CodedAnswer): Coding | undefined {
  const clean = fhirText(code)?.replaceAll(' ', '-');
  if (clean === undefined) return undefined;
  // Lists of peoples differ in how they spell a name; the code does not.
  return list === 'ethnicity'
    ? { system: answerSystems[list], code: clean }
    : { system: answerSystems[list], code: clean, display: fhirText(text) };
}

function itemOf({ code, text, values }: AnsweredQuestion): readonly Item[] {
  const answer = values.flatMap((value) => answerOf(value) ?? []);
  return answer.length > 0 ? [{ linkId: code, text, answer }] : [];
}

function answerOf(value: AnswerValue): Answer | undefined {
  switch (value.is) {
    case 'coded': {
      const valueCoding = codingOf(value);
      return valueCoding && { valueCoding };
    }
    case 'yes-no':
      return { valueBoolean: value.yes };
    case 'number':
      return {
        valueQuantity: { value: value.number, unit: value.unit, system: 'http://unitsofmeasure.org', code: value.unit },
      };
    case 'text': {
      const valueString = fhirText(value.text);
      return valueString === undefined ? undefined : { valueString };
    }
    case 'date': {
      const valueDate = fhirDate(value.date);
      return valueDate === undefined ? undefined : { valueDate };
    }
  }
}
