import { isKnownPurpose, type visitPurposes } from './visit-purposes.ts';

/**
 * MA_LOAI_KCB, QĐ 1804/QĐ-BYT of 19/6/2026, in force since 1/8/2026. That there are 16 codes: CONFIRMED; the wording of each
 * code: SINGLE.
 */
export const treatmentKinds = {
  '01': 'Khám bệnh',
  '02': 'Điều trị ngoại trú',
  '03': 'Điều trị nội trú',
  '04': 'Điều trị ban ngày',
  '05': 'Ngoại trú dài ngày có khám bệnh và lĩnh thuốc',
  '06': 'Điều trị lưu tại trạm y tế, phòng khám đa khoa',
  '07': 'Nhận thuốc theo hẹn',
  '08': 'Ngoại trú dài ngày có dịch vụ kỹ thuật',
  '09': 'Điều trị nội trú dưới 4 giờ',
  '10': 'Khác',
  '11': 'Khám chữa bệnh lưu động',
  '12': 'Khám chữa bệnh tại nhà',
  '13': 'Y học gia đình',
  '14': 'Khám chữa bệnh từ xa',
  '15': 'Khám sức khỏe định kỳ',
  '16': 'Sàng lọc',
} as const;

export type TreatmentKind = keyof typeof treatmentKinds;

/**
 * What a visit is until somebody says more, by why the patient comes: whoever fetches results or is measured begins no treatment that a
 * kiosk could name.
 */
const byPurpose = {
  examination: '01',
  'follow-up': '01',
  insured: '01',
  'self-paid': '01',
  referral: '01',
  results: '',
  vitals: '',
  unsure: '01',
} as const satisfies Readonly<Record<keyof typeof visitPurposes, TreatmentKind | ''>>;

export function provisionalTreatment(purpose: string): TreatmentKind | '' {
  return isKnownPurpose(purpose) ? byPurpose[purpose] : '01';
}
