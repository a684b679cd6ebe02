import type { VisitFacts } from '../../contract/fact.ts';
import type { ConsentAnswer } from '../../contract/visit-answers.ts';
import {
  type AnsweredQuestion,
  type AnswerValue,
  answeredQuestions,
  type CodedAnswer,
  consentsOf,
  type QuestionCode,
} from '../../questionnaire/answered-questions.ts';
import { composite, type Hl7Composite } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';
import { localCodingSystem } from '../local-codes.ts';
import { dateFrom } from './data-types.ts';
import { type Observation, type ObservationCode, type ObservationValue, observationSegments } from './observation.ts';
import type { SegmentToFill } from './placement.ts';

/**
 * OBX of ADT_A01 (between PV2 and IN1, HL7 v2.5.1 §3.3.4): what the patient answered that has no field of its own, and the proof of
 * each consent. Codes are ours (`L`), because the standard leaves them to the two sides; HL7's own segment for consents (CON) is in no
 * ADT message of 2.5.1. Each answer is the patient's word: nothing here is a finding.
 */
export function answerSegments(rendering: Rendering, facts: VisitFacts, at: number): readonly SegmentToFill[] {
  const answered = answeredQuestions(facts.answers)
    .filter(({ code }) => !hasField[code])
    .flatMap(observationsOf);
  const consents = consentsOf(facts.answers).flatMap((consent, index) =>
    consentObservations(consent, String(index + 1), timestampIn(rendering, consent.at ?? at)),
  );
  return observationSegments([...answered, ...consents], { takenAt: timestampIn(rendering, at), device: undefined });
}

/** Of PID: PID-22, PID-11, PID-13. */
const hasField: Readonly<Record<QuestionCode, boolean>> = {
  ethnicity: true,
  address: true,
  phone: true,
  occupation: false,
  'screening-signs': false,
  'screening-temperature': false,
  'screening-isolate': false,
  'has-eaten': false,
  'referral-signed-on': false,
  'referral-valid-for': false,
  'referral-standing': false,
};

/** One OBX for each thing that was said, numbered in OBX-4 where there may be several. */
function observationsOf({ code, text, values }: AnsweredQuestion): readonly Observation[] {
  return values.map((value, index) => ({
    code: ours(code, text),
    value: observedValue(value),
    ...(values.length > 1 && { subId: String(index + 1) }),
  }));
}

function observedValue(value: AnswerValue): ObservationValue {
  switch (value.is) {
    case 'coded':
      return { type: 'CE', coded: codedAnswer(value, value.also) };
    case 'yes-no':
      return yesNo(value.yes);
    case 'number':
      return { type: 'NM', number: value.number, unit: value.unit };
    case 'text':
      return { type: 'ST', text: value.text };
    case 'date':
      return { type: 'DT', date: dateFrom(value.date) ?? '' };
  }
}

function codedAnswer({ code, text }: CodedAnswer, also: CodedAnswer | undefined): Hl7Composite {
  const alternate = also && { 4: also.code, 5: also.text, 6: localCodingSystem };
  return composite({ 1: code, 2: text, 3: localCodingSystem, ...alternate });
}

/** Six OBX with one OBX-4: what belongs together. */
function consentObservations(consent: ConsentAnswer, subId: string, at: string): readonly Observation[] {
  const { purpose, granted, wordsHash, language, shownMs, by } = consent;
  const said: readonly (readonly [ObservationCode, ObservationValue])[] = [
    [ours('consent-purpose', 'Mục đích xin đồng ý'), { type: 'ST', text: purpose }],
    [ours('consent-granted', 'Đồng ý'), yesNo(granted)],
    [ours('consent-words', 'SHA-256 của lời đã hiện'), { type: 'ST', text: wordsHash }],
    [ours('consent-language', 'Ngôn ngữ của lời đã hiện'), { type: 'ST', text: language }],
    [ours('consent-shown', 'Thời gian lời đã hiện'), { type: 'NM', number: Math.round(shownMs), unit: 'ms' }],
    [ours('consent-by', 'Người trả lời'), { type: 'ST', text: by }],
  ];
  return said.map(([code, value]) => ({ code, value, subId, at }));
}

/** `has-eaten` → `HAS-EATEN`. */
function ours(code: string, name: string): ObservationCode {
  return { code: code.toUpperCase(), name, system: 'L' };
}

/** Table 0136. */
function yesNo(yes: boolean): ObservationValue {
  return { type: 'CE', coded: composite({ 1: yes ? 'Y' : 'N', 2: yes ? 'Yes' : 'No', 3: 'HL70136' }) };
}
