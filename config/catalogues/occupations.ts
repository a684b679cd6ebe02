/**
 * What somebody does for a living, as a patient says it in one tap. The law's own list (MA_NGHE_NGHIEP: the level-5 codes of Decision
 * 34/2020/QĐ-TTg, five digits) has hundreds of entries, which nobody finds on a kiosk: `official` is given only where one of them is
 * certain. `00000`: "has no occupation, or none yet" (Decision 130/QĐ-BYT, table 1, field 10; CONFIRMED in two sources). Which of the
 * level-5 codes a hospital gives the others is UNKNOWN to us; the desk completes it.
 */
export const occupations = [
  { code: 'farming', official: undefined },
  { code: 'trade', official: undefined },
  { code: 'office', official: undefined },
  { code: 'factory', official: undefined },
  { code: 'craft', official: undefined },
  { code: 'transport', official: undefined },
  { code: 'teaching-health', official: undefined },
  { code: 'forces', official: undefined },
  { code: 'free-labour', official: undefined },
  { code: 'student', official: '00000' },
  { code: 'housework', official: '00000' },
  { code: 'retired', official: '00000' },
  { code: 'none', official: '00000' },
  { code: 'other', official: undefined },
] as const;

export type OccupationCode = (typeof occupations)[number]['code'];

export function isOccupation(code: unknown): code is OccupationCode {
  return occupations.some((each) => each.code === code);
}

/** MA_NGHE_NGHIEP; `undefined` where nobody can tell it from the patient's word. */
export function officialOccupation(code: string): string | undefined {
  return occupations.find((each) => each.code === code)?.official;
}
