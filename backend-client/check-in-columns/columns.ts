/**
 * The national check-in table: "Chỉ tiêu dữ liệu trạng thái khám bệnh, chữa bệnh" (XML0), the 26 columns of QĐ 4750/QĐ-BYT in
 * its order. Names and order are those of QĐ 3176/QĐ-BYT, too; whether it changed lengths is UNKNOWN, so these are 4750's.
 *
 * `text` may be cut to its length, with a note. `code` never is: a number without its last digit is somebody else's.
 */
export const columns = {
  MA_LK: { kind: 'code', longest: 100, what: 'Key of the visit: our visit id.' },
  STT: { kind: 'code', longest: 10, what: 'Position in the list, from 1.' },
  MA_BN: {
    kind: 'code',
    longest: 100,
    what: "The hospital's code of the patient, when a look-up, the patient's card or the patient told it.",
  },
  HO_TEN: { kind: 'text', longest: 255, what: 'Name, family name first.' },
  SO_CCCD: {
    kind: 'code',
    longest: 15,
    what: '12 digits of the citizen number; without one the number of the old identity card or the passport.',
  },
  NGAY_SINH: { kind: 'code', longest: 12, what: 'Birth, yyyyMMddHHmm; what is not known of it is 0000.' },
  GIOI_TINH: { kind: 'code', longest: 1, what: '1 male, 2 female, 3 not known.' },
  MA_THE_BHYT: { kind: 'code', longest: 15, what: 'Number of the insurance card that counts.' },
  MA_DKBD: { kind: 'code', longest: 5, what: 'Facility of first registration.' },
  GT_THE_TU: { kind: 'code', longest: 8, what: 'Card valid from, yyyyMMdd.' },
  GT_THE_DEN: { kind: 'code', longest: 8, what: 'Card valid to, yyyyMMdd; empty on an open-ended card.' },
  MA_DOITUONG_KCB: { kind: 'code', longest: 4, what: 'On what terms (QĐ 3276/QĐ-BYT); provisional, or empty.' },
  NGAY_VAO: { kind: 'code', longest: 12, what: 'When the patient chose the service, yyyyMMddHHmm.' },
  NGAY_VAO_NOI_TRU: { kind: 'code', longest: 12, what: 'Empty: the hospital knows.' },
  LY_DO_VNT: { kind: 'text', longest: 1024, what: 'Empty: the hospital knows.' },
  MA_LY_DO_VNT: { kind: 'code', longest: 5, what: 'Empty: the hospital knows.' },
  MA_LOAI_KCB: {
    kind: 'code',
    longest: 2,
    what: 'Kind of treatment (QĐ 1804/QĐ-BYT): 01 examination; empty for results and for a measurement alone.',
  },
  MA_CSKCB: { kind: 'code', longest: 5, what: 'This facility.' },
  MA_DICH_VU: { kind: 'code', longest: 50, what: 'Empty: known with the first cost.' },
  TEN_DICH_VU: { kind: 'text', longest: 1024, what: 'Empty: known with the first cost.' },
  MA_THUOC: { kind: 'code', longest: 255, what: 'Empty: known with the first cost.' },
  TEN_THUOC: { kind: 'text', longest: 1024, what: 'Empty: known with the first cost.' },
  MA_VAT_TU: { kind: 'code', longest: 255, what: 'Empty: known with the first cost.' },
  TEN_VAT_TU: { kind: 'text', longest: 1024, what: 'Empty: known with the first cost.' },
  NGAY_YL: { kind: 'code', longest: 12, what: 'Empty: known with the first order.' },
  // The decision sets no length.
  DU_PHONG: { kind: 'text', longest: 4000, what: 'Empty: in reserve.' },
} as const satisfies Readonly<Record<string, Column>>;

export interface Column {
  readonly kind: 'text' | 'code';
  /** In UTF-16 units, as databases with nvarchar columns count. */
  readonly longest: number;
  readonly what: string;
}

export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as readonly ColumnName[];

/** Text of every column; '' where nothing is known. */
export type CheckInColumns = Readonly<Record<ColumnName, string>>;

/**
 * `cut`: a text was cut to its length. `too-long`, `not-a-code`: the value does not fit and was left out. `hour-wanted`: the child is
 * at most 28 days old, and hour and minute of birth, which no card tells, belong to the date.
 */
export interface ColumnProblem {
  readonly column: ColumnName;
  readonly problem: 'cut' | 'too-long' | 'not-a-code' | 'hour-wanted';
}
