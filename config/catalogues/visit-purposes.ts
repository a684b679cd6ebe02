/**
 * Why somebody comes. A purpose that does not stand here is data all the same: a visit keeps it as text, and hospitals read it under
 * its own name, without a code. Adding one is a line.
 */
export const visitPurposes = {
  examination: { text: 'Khám bệnh', saysMore: false },
  'follow-up': { text: 'Tái khám', saysMore: true },
  insured: { text: 'Khám bảo hiểm y tế', saysMore: true },
  'self-paid': { text: 'Khám dịch vụ, tự chi trả', saysMore: true },
  /** With a "phiếu chuyển cơ sở khám bệnh, chữa bệnh" of another facility. */
  referral: { text: 'Khám theo phiếu chuyển cơ sở', saysMore: true },
  results: { text: 'Nhận kết quả', saysMore: true },
  vitals: { text: 'Đo huyết áp, dấu hiệu sinh tồn', saysMore: true },
  /** "I do not know": somebody has to ask them. */
  unsure: { text: 'Chưa rõ, cần hướng dẫn', saysMore: false },
} as const satisfies Readonly<Record<string, VisitPurposeWords>>;

export interface VisitPurposeWords {
  /** Vietnamese, as hospitals read it. */
  readonly text: string;
  /** Than that somebody comes: a later scan that says so counts, and one that does not takes nothing back. */
  readonly saysMore: boolean;
}

const known: Readonly<Record<string, VisitPurposeWords>> = visitPurposes;

export function isKnownPurpose(purpose: string): purpose is keyof typeof visitPurposes {
  return Object.hasOwn(known, purpose);
}

export function purposeWords(purpose: string): VisitPurposeWords {
  return isKnownPurpose(purpose) ? visitPurposes[purpose] : { text: purpose, saysMore: true };
}
