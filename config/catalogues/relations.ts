/** What whoever stands at the kiosk is to the patient: `parent`: they are the patient's mother or father. */
export const relations = ['parent', 'guardian', 'child', 'spouse', 'relative', 'other'] as const;

export type Relation = (typeof relations)[number];

export function isRelation(word: unknown): word is Relation {
  return relations.some((each) => each === word);
}
