/**
 * What the gateway of the social insurance says about a card: `maKetQua` of KQNhanLichSuKCB2024.
 *
 * Sources: qlbv_public `config/__tech.php` and other public code agree on all but 080 and 090 (knowledge: CONFIRMED); 090 was
 * seen in a list of 2017 without a meaning (SINGLE), 080 nowhere. A code that is not here is "not verified", never invalid.
 */
export interface InsuranceResult {
  /** As public code words it; for staff, never for patients. */
  readonly meaning: string;
  readonly path: InsurancePath;
  readonly alarm?: InsuranceAlarm;
  /** What the gateway knows otherwise than the card. */
  readonly differs?: 'name' | 'birth';
}

/**
 * Where an answer leads the patient. None of them withholds a number (law 1).
 *
 * - `insured`: the card counts. `insured-show-papers`: it counts, staff look at the papers (army, police).
 * - `insured-by-new-card`: the card was replaced; the new one counts.
 * - `expired`: goes on as a paying patient, or at the desk.
 * - `see-desk`: withdrawn, reported as ended, unknown to the gateway: the desk settles it.
 * - `scan-again`: number or name do not match: the card may have been misread; once more, else the desk.
 * - `not-verified`: nobody knows (law 9): the gateway or its credentials failed, or the code is unknown.
 */
export type InsurancePath =
  | 'insured'
  | 'insured-show-papers'
  | 'insured-by-new-card'
  | 'expired'
  | 'see-desk'
  | 'scan-again'
  | 'not-verified';

/**
 * Who must act when an answer is nobody's card's fault.
 *
 * - `gateway-account`: the hospital's account at the gateway, or the member of staff in whose name it asks.
 * - `question-format`: whoever wrote the hospital's server; a parameter has the wrong form.
 * - `gateway-server`: the gateway itself is in trouble.
 */
export type InsuranceAlarm = 'gateway-account' | 'question-format' | 'gateway-server';

export const insuranceResults: ReadonlyMap<string, InsuranceResult> = new Map([
  ['000', { meaning: 'Thông tin thẻ chính xác', path: 'insured' }],
  ['001', { meaning: 'Thẻ do BHXH Bộ Quốc phòng quản lý', path: 'insured-show-papers' }],
  ['002', { meaning: 'Thẻ do BHXH Bộ Công an quản lý', path: 'insured-show-papers' }],
  ['003', { meaning: 'Thẻ cũ hết giá trị sử dụng, đã được cấp thẻ mới', path: 'insured-by-new-card' }],
  ['004', { meaning: 'Thẻ cũ còn giá trị sử dụng, đã được cấp thẻ mới', path: 'insured' }],
  ['010', { meaning: 'Thẻ hết giá trị sử dụng', path: 'expired' }],
  ['050', { meaning: 'Không có thông tin thẻ', path: 'see-desk' }],
  ['051', { meaning: 'Mã thẻ không đúng', path: 'scan-again' }],
  ['052', { meaning: 'Mã tỉnh cấp thẻ (ký tự thứ 4, 5) không đúng', path: 'scan-again' }],
  ['053', { meaning: 'Mã quyền lợi (ký tự thứ 3) không đúng', path: 'scan-again' }],
  ['054', { meaning: 'Số CCCD của cán bộ không có trong danh sách', path: 'not-verified', alarm: 'gateway-account' }],
  ['055', { meaning: 'Họ tên cán bộ không khớp', path: 'not-verified', alarm: 'gateway-account' }],
  ['060', { meaning: 'Sai họ tên', path: 'scan-again', differs: 'name' }],
  ['061', { meaning: 'Sai họ tên (đúng ký tự đầu)', path: 'scan-again', differs: 'name' }],
  ['070', { meaning: 'Sai ngày sinh', path: 'see-desk', differs: 'birth' }],
  // UNKNOWN: named so that a reader does not look for them.
  ['080', { meaning: '', path: 'not-verified' }],
  ['090', { meaning: '', path: 'not-verified' }],
  ['100', { meaning: 'Lỗi khi lấy dữ liệu sổ thẻ', path: 'not-verified' }],
  ['101', { meaning: 'Lỗi máy chủ', path: 'not-verified' }],
  ['110', { meaning: 'Thẻ đã thu hồi', path: 'see-desk' }],
  ['120', { meaning: 'Thẻ đã báo giảm', path: 'see-desk' }],
  ['121', { meaning: 'Thẻ đã báo giảm: chuyển ngoại tỉnh', path: 'see-desk' }],
  ['122', { meaning: 'Thẻ đã báo giảm: chuyển nội tỉnh', path: 'see-desk' }],
  ['123', { meaning: 'Thẻ đã báo giảm: tăng lại cùng đơn vị', path: 'see-desk' }],
  ['124', { meaning: 'Thẻ đã báo giảm: ngừng tham gia', path: 'see-desk' }],
  ['130', { meaning: 'Trẻ em không xuất trình thẻ', path: 'see-desk' }],
  ['205', { meaning: 'Sai định dạng tham số', path: 'not-verified', alarm: 'question-format' }],
  ['401', { meaning: 'Lỗi xác thực tài khoản', path: 'not-verified', alarm: 'gateway-account' }],
  ['500', { meaning: 'Lỗi máy chủ', path: 'not-verified', alarm: 'gateway-server' }],
]);
