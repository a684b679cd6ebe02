import type { Question } from '#kiosk/facts/question.ts';
import type { ContactAnswer } from './words.ts';

/** Is the phone number right that the hospital knows? One that is not is not shown again; the desk asks for the new one. */
export const contact: Question<ContactAnswer> = {
  isDue: (_settings, { hospital, phoneIsRight, choice }) =>
    hospital.contact?.phone !== undefined && phoneIsRight === undefined && choice === undefined,
  read: ({ isRight }) => (typeof isRight === 'boolean' ? { isRight } : undefined),
  put: (facts, answer) => ({ ...facts, phoneIsRight: answer?.isRight }),
};
