import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { choiceOf } from '#kiosk/facts/purpose.ts';
import type { Question, RawAnswer } from '#kiosk/facts/question.ts';
import type { ServiceAnswer } from './words.ts';

/**
 * Which service? An appointment whose service the kiosk has needs no such question. Whoever does not know may touch what they complain
 * of first, and then chooses among the services that it leads to.
 */
export const service: Question<ServiceAnswer> = {
  isDue: (settings, facts) => choiceOf(settings, facts) === undefined,
  read: (raw, settings, facts) => readSearch(raw, settings, facts) ?? readChoice(raw, settings, facts),
  put: (facts, answer, { helpChoosingCode }) => {
    if (answer === undefined) return { ...facts, choice: undefined, search: undefined };
    if ('isSearching' in answer) return { ...facts, search: { symptom: undefined } };
    if ('symptom' in answer) return { ...facts, search: { symptom: answer.symptom } };
    return { ...facts, choice: choiceFrom(answer.serviceCode, helpChoosingCode) };
  },
  oneStepBack: ({ search, ...facts }) =>
    search && { ...facts, search: search.symptom === undefined ? undefined : { symptom: undefined } },
  refusal: ({ serviceCode }, { serviceCodes }, { notOpen }) =>
    serviceCodes.some((code) => code === serviceCode && notOpen?.has(code)) ? 'service-not-open' : undefined,
};

function readSearch(raw: RawAnswer, { symptoms }: FlowSettings, { search }: Facts): ServiceAnswer | undefined {
  if (raw.isSearching === true && search === undefined && symptoms.length > 0) return { isSearching: true };
  if (search === undefined || search.symptom !== undefined) return undefined;
  const touched = symptoms.find(({ code }) => code === raw.symptom);
  return touched && { symptom: touched.code };
}

function readChoice(
  { serviceCode }: RawAnswer,
  { serviceCodes, helpChoosingCode }: FlowSettings,
  { notOpen }: Facts,
): ServiceAnswer | undefined {
  if (serviceCode === null) return helpChoosingCode === undefined ? undefined : { serviceCode };
  const known = serviceCodes.find((each) => each === serviceCode);
  return known === undefined || notOpen?.has(known) ? undefined : { serviceCode: known };
}

function choiceFrom(serviceCode: string | null, helpChoosingCode: string | undefined) {
  if (serviceCode !== null) return { serviceCode, how: 'chosen' } as const;
  return helpChoosingCode === undefined
    ? undefined
    : ({ serviceCode: helpChoosingCode, how: 'help-choosing' } as const);
}
