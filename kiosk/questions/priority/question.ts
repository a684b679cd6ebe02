import { declaredGrounds } from '#config/catalogues/priority-grounds.ts';
import { priorityIn } from '#kiosk/facts/priority.ts';
import type { Question } from '#kiosk/facts/question.ts';
import type { PriorityAnswer } from './words.ts';

/** Is there a ground for the priority lane that no card shows? Nobody is asked whom another one gives it to already. */
export const priority: Question<PriorityAnswer> = {
  isDue: ({ checkIn }, facts) => checkIn.priority && facts.declared === undefined && priorityIn(facts) === undefined,
  read: ({ ground }) => {
    if (ground === 'none') return { ground };
    const known = declaredGrounds.find((each) => each === ground);
    return known === undefined ? undefined : { ground: known };
  },
  put: (facts, answer) => ({ ...facts, declared: answer?.ground }),
};
