import type { VisitAnswers } from '../contract/visit-answers.ts';
import { type AnswerValue, answeredQuestions, type QuestionCode } from '../questionnaire/answered-questions.ts';
import { codingOf } from './answers.ts';
import { extensionUrls } from './codes.ts';
import type { Extension } from './fhir-types.ts';
import { fhirText } from './text.ts';

/**
 * People and occupation in the extensions of the draft VN Core guide, as CodeableConcept on Patient: `extension-race` is "Dân tộc" there
 * (`extension-ethic` is religion), `extension-occupation` "Nghề nghiệp" (hl7vn/vn-core-ig, 1.0.0).
 */
export function particularExtensions(answers: VisitAnswers | undefined): readonly Extension[] | undefined {
  const said = (question: QuestionCode) => answeredQuestions(answers).find(({ code }) => code === question)?.values[0];
  const extensions = [
    ...extensionOf(extensionUrls.ethnicity, said('ethnicity')),
    ...extensionOf(extensionUrls.occupation, said('occupation')),
  ];
  return extensions.length > 0 ? extensions : undefined;
}

function extensionOf(url: string, value: AnswerValue | undefined): readonly Extension[] {
  if (value?.is !== 'coded') return [];
  const coding = [value, value.also].flatMap((each) => (each ? (codingOf(each) ?? []) : []));
  if (coding.length === 0) return [];
  return [{ url, valueCodeableConcept: { coding, text: fhirText(value.text) } }];
}
