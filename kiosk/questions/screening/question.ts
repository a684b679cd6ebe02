import { type ScreeningSign, screeningSigns } from '#config/catalogues/screening-signs.ts';
import { hasFever } from '#kiosk/facts/fever.ts';
import type { Question, RawAnswer } from '#kiosk/facts/question.ts';
import type { ScreeningAnswer } from './words.ts';

/**
 * Fever, cough, rash, contact with somebody who has them (Decision 1226/QĐ-BYT of 2022: whoever has symptoms of the airways goes to a
 * screening area). Whoever has any goes to a room of their own; it is no diagnosis. What a thermometer beside the question has measured
 * goes with the answer, and counts as fever from the site's own line on, whatever was said.
 */
export const screening: Question<ScreeningAnswer> = {
  isDue: ({ checkIn }, { said }) => checkIn.screening !== undefined && said.screening === undefined,
  read: (raw) => (isAnswer(raw) ? raw : undefined),
  put: ({ said, ...facts }, answer, settings) => {
    const { screening: _, ...others } = said;
    if (answer === undefined) return { ...facts, said: others };
    const measured = facts.temperature.celsius;
    const temperature = measured === undefined ? {} : { temperature: measured };
    const signs = screeningSigns.filter((sign) => answer[sign] || (sign === 'fever' && hasFever(settings, facts)));
    return { ...facts, said: { ...others, screening: { signs, ...temperature, isolate: signs.length > 0 } } };
  },
};

/** What was not said is not taken for "no". */
function isAnswer(raw: RawAnswer): raw is RawAnswer & Readonly<Record<ScreeningSign, boolean>> {
  return screeningSigns.every((sign) => typeof raw[sign] === 'boolean');
}
