/**
 * Legal grounds for the priority lane: Law on Medical Examination and Treatment 15/2023/QH15, article 3.2. Age stands on a card;
 * `emergency`: the patient has said that they have a sign of one and wants a number all the same; `crisis-reading`: a monitor has shown a
 * pressure from the site's line of danger on twice, and a person looks first; the others are declared. No letters
 * of an insurance card are taken for a ground: lists of them are around, and no decree that says what they mean is known here.
 */
export const priorityGrounds = [
  'age-75',
  'under-6',
  'emergency',
  'crisis-reading',
  'pregnancy',
  'severe-disability',
  'merit',
] as const;
export type PriorityGround = (typeof priorityGrounds)[number];

/** Those that a birth date shows. */
export type AgeGround = Extract<PriorityGround, 'age-75' | 'under-6'>;

/** Those that only the person can say, and nobody has to. */
export const declaredGrounds = ['pregnancy', 'severe-disability', 'merit'] as const satisfies readonly PriorityGround[];
export type DeclaredGround = (typeof declaredGrounds)[number];

export function isPriorityGround(word: string): word is PriorityGround {
  return priorityGrounds.some((each) => each === word);
}
