import { choiceOf } from '#kiosk/facts/purpose.ts';
import type { Question } from '#kiosk/facts/question.ts';
import type { PreparationAnswer } from './words.ts';

/** Is the patient prepared as the chosen service wants it? Whoever is not gets a number all the same, and hears what to do. */
export const preparation: Question<PreparationAnswer> = {
  isDue: (settings, facts) => {
    const choice = choiceOf(settings, facts);
    return (
      settings.offersCheckIn &&
      choice !== undefined &&
      settings.preparationOf.has(choice.serviceCode) &&
      facts.said.preparation === undefined
    );
  },
  read: ({ hasEaten }) => (typeof hasEaten === 'boolean' ? { hasEaten } : undefined),
  put: (facts, answer) => {
    const { preparation: _before, ...said } = facts.said;
    return { ...facts, said: { ...said, ...(answer && { preparation: { hasEaten: answer.hasEaten } }) } };
  },
};
