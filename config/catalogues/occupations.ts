import type { LocalizedText } from '../agreements/language.ts';

/**
 * What somebody does for a living, as a patient says it in one tap. The law's own list (MA_NGHE_NGHIEP: the level-5 codes of Decision
 * 34/2020/QĐ-TTg, five digits) has hundreds of entries, which nobody finds on a kiosk: `official` is given only where one of them is
 * certain. `00000`: "has no occupation, or none yet" (Decision 130/QĐ-BYT, table 1, field 10; CONFIRMED in two sources). Which of the
 * level-5 codes a hospital gives the others is UNKNOWN to us; the desk completes it.
 */
export const occupations = [
  { code: 'farming', name: { vi: 'Nông, lâm, ngư nghiệp', en: 'Farming, forestry, fishing' }, official: undefined },
  { code: 'trade', name: { vi: 'Buôn bán, dịch vụ', en: 'Trade and services' }, official: undefined },
  {
    code: 'office',
    name: { vi: 'Nhân viên văn phòng, viên chức', en: 'Office or public employee' },
    official: undefined,
  },
  { code: 'factory', name: { vi: 'Công nhân nhà máy', en: 'Factory worker' }, official: undefined },
  { code: 'craft', name: { vi: 'Thợ thủ công, thợ xây', en: 'Craft or building worker' }, official: undefined },
  { code: 'transport', name: { vi: 'Lái xe, vận tải', en: 'Driver, transport' }, official: undefined },
  {
    code: 'teaching-health',
    name: { vi: 'Giáo viên, y tế, kỹ sư', en: 'Teacher, health worker, engineer' },
    official: undefined,
  },
  { code: 'forces', name: { vi: 'Bộ đội, công an', en: 'Army or police' }, official: undefined },
  { code: 'free-labour', name: { vi: 'Lao động tự do', en: 'Casual worker' }, official: undefined },
  { code: 'student', name: { vi: 'Học sinh, sinh viên', en: 'Pupil or student' }, official: '00000' },
  { code: 'housework', name: { vi: 'Nội trợ', en: 'Housework' }, official: '00000' },
  { code: 'retired', name: { vi: 'Hưu trí, người già', en: 'Retired, elderly' }, official: '00000' },
  { code: 'none', name: { vi: 'Chưa có việc làm', en: 'No occupation' }, official: '00000' },
  { code: 'other', name: { vi: 'Nghề khác', en: 'Another occupation' }, official: undefined },
] as const satisfies readonly CodedOccupation[];

interface CodedOccupation {
  readonly code: string;
  readonly name: LocalizedText;
  readonly official: string | undefined;
}

export type OccupationCode = (typeof occupations)[number]['code'];

export function isOccupation(code: unknown): code is OccupationCode {
  return occupations.some((each) => each.code === code);
}

/** MA_NGHE_NGHIEP; `undefined` where nobody can tell it from the patient's word. */
export function officialOccupation(code: string): string | undefined {
  return occupations.find((each) => each.code === code)?.official;
}
