import { emergencySigns } from '#config/catalogues/emergency-signs.ts';
import type { Question } from '#kiosk/facts/question.ts';
import type { EmergencyAnswer } from './words.ts';

/** Is this an emergency? Asked first. Which sign it is changes nothing here, so it is not kept. */
export const emergency: Question<EmergencyAnswer> = {
  isDue: ({ checkIn }, facts) => checkIn.emergency !== undefined && facts.emergency === undefined,
  read: ({ sign }) => {
    if (sign === 'none') return { sign };
    const known = emergencySigns.find((each) => each === sign);
    return known === undefined ? undefined : { sign: known };
  },
  put: (facts, answer) => ({ ...facts, emergency: answer && (answer.sign === 'none' ? 'none' : 'sign') }),
};
