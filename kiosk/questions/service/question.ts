import { choiceOf } from '#kiosk/facts/appointment.ts';
import type { Question } from '#kiosk/facts/question.ts';
import type { ServiceAnswer } from './words.ts';

/** Which service? An appointment whose service the kiosk has needs no such question. */
export const service: Question<ServiceAnswer> = {
  isDue: (settings, facts) => choiceOf(settings, facts) === undefined,
  read: ({ serviceCode }, { serviceCodes, helpChoosingCode }) => {
    if (serviceCode === null) return helpChoosingCode === undefined ? undefined : { serviceCode };
    const known = serviceCodes.find((each) => each === serviceCode);
    return known === undefined ? undefined : { serviceCode: known };
  },
  put: (facts, answer, { helpChoosingCode }) => ({ ...facts, choice: choiceFrom(answer, helpChoosingCode) }),
};

function choiceFrom(answer: ServiceAnswer | undefined, helpChoosingCode: string | undefined) {
  if (answer === undefined) return undefined;
  if (answer.serviceCode !== null) return { serviceCode: answer.serviceCode, how: 'chosen' } as const;
  return helpChoosingCode === undefined
    ? undefined
    : ({ serviceCode: helpChoosingCode, how: 'help-choosing' } as const);
}
