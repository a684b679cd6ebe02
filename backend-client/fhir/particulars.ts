import { nationalityFrom } from '../contract/nationality.ts';
import type { Patient } from '../contract/patient.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import { type AnswerValue, answeredQuestions, type QuestionCode } from '../questionnaire/answered-questions.ts';
import { codingOf } from './answers.ts';
import { extensionUrls } from './codes.ts';
import type { Extension } from './fhir-types.ts';
import { fhirText } from './text.ts';

/**
 * People and occupation in the extensions of the draft VN Core guide, as CodeableConcept on Patient: `extension-race` is "Dân tộc" there
 * (`extension-ethic` is religion), `extension-occupation` "Nghề nghiệp" (hl7vn/vn-core-ig, 1.0.0). Nationality, as the passport has it, in
 * FHIR's own `patient-nationality`: by ISO 3166, or as text where ISO has no such country.
 */
export function particularExtensions(
  answers: VisitAnswers | undefined,
  { passport }: Pick<Patient, 'passport'>,
): readonly Extension[] | undefined {
  const said = (question: QuestionCode) => answeredQuestions(answers).find(({ code }) => code === question)?.values[0];
  const extensions = [
    ...extensionOf(extensionUrls.ethnicity, said('ethnicity')),
    ...extensionOf(extensionUrls.occupation, said('occupation')),
    ...nationality(passport?.nationality),
  ];
  return extensions.length > 0 ? extensions : undefined;
}

function extensionOf(url: string, value: AnswerValue | undefined): readonly Extension[] {
  if (value?.is !== 'coded') return [];
  const coding = [value, value.also].flatMap((each) => (each ? (codingOf(each) ?? []) : []));
  if (coding.length === 0) return [];
  return [{ url, valueCodeableConcept: { coding, text: fhirText(value.text) } }];
}

function nationality(said: string | undefined): readonly Extension[] {
  const known = nationalityFrom(said);
  if (!known) return [];
  const { icao, iso } = known;
  const coding = iso === undefined ? undefined : [{ system: 'urn:iso:std:iso:3166', code: iso }];
  const valueCodeableConcept = { coding, text: iso ?? icao };
  return [{ url: extensionUrls.nationality, extension: [{ url: 'code', valueCodeableConcept }] }];
}
