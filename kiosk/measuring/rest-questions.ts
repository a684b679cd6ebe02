import type { SaidBeforeMeasuring } from '#backend-client/contract/reading.ts';

/**
 * Asked one after the other while somebody rests; "yes" is:
 *
 * - `symptoms`: a sign of danger, such as chest pain, weakness of one side, trouble to see or to speak. Nobody keeps the answer.
 * - `half-hour`: coffee, smoking or exercise within the last half hour.
 * - `bladder`: one has to go to the toilet.
 * - `medicine`: medicine for blood pressure, taken today.
 */
export const restQuestions = ['symptoms', 'half-hour', 'bladder', 'medicine'] as const;

export type RestQuestion = (typeof restQuestions)[number];

/** What goes with the readings. */
export function saidWith(said: SaidBeforeMeasuring, question: RestQuestion, isYes: boolean): SaidBeforeMeasuring {
  switch (question) {
    case 'half-hour':
      return { ...said, quietHalfHour: !isYes };
    case 'bladder':
      return { ...said, emptyBladder: !isYes };
    case 'medicine':
      return { ...said, medicineToday: isYes };
    case 'symptoms':
      return said;
  }
}
