import { businessDayAt, localTimeAt } from '#config/agreements/local-time.ts';
import { provisionalTreatment } from '#config/catalogues/treatment-kinds.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { Patient, PatientBirth } from '../contract/patient.ts';
import { fitColumns } from './column-text.ts';
import type { CheckInColumns, ColumnProblem } from './columns.ts';
import { countingCard } from './counting-card.ts';
import { type ObjectCodeReason, provisionalObjectCode } from './object-code.ts';

/** What the hospital needs of one visit for the national check-in table; the rest of a row only the hospital knows. */
export interface CheckIn {
  readonly columns: CheckInColumns;
  readonly objectCodeReason: ObjectCodeReason;
  /** What a person should look at before the row is signed. */
  readonly problems: readonly ColumnProblem[];
}

export interface CheckInSite {
  readonly facilityCode: string;
  readonly timeZone: string;
}

/**
 * One row (XML0, QĐ 4750 and 3176), in its formats and codes. Sending it is the hospital's: it falls due with the first cost of
 * the visit and carries the facility's signature.
 */
export function checkInFrom(facts: VisitFacts, site: CheckInSite): CheckIn {
  const { visit, patient, contact } = facts;
  const card = countingCard(facts);
  const objectCode = provisionalObjectCode(facts, site.facilityCode);
  const fitted = fitColumns({
    ...nothingKnown,
    MA_LK: visit.visitId,
    STT: '1',
    MA_BN: contact?.patientCode ?? patient.patientCode ?? '',
    HO_TEN: patient.fullName ?? '',
    SO_CCCD: personalNumber(patient),
    NGAY_SINH: birthColumn(patient.birth),
    GIOI_TINH: sexCodes[patient.sex],
    MA_THE_BHYT: card.number ?? '',
    MA_DKBD: card.facilityCode ?? '',
    GT_THE_TU: dayColumn(card.validFrom),
    GT_THE_DEN: dayColumn(card.validTo),
    MA_DOITUONG_KCB: objectCode.code,
    NGAY_VAO: minuteColumn(visit.storedAt, site.timeZone),
    MA_LOAI_KCB: provisionalTreatment(facts.purpose),
    MA_CSKCB: site.facilityCode,
  });
  const problems: readonly ColumnProblem[] = isNewborn(patient.birth, visit.storedAt, site.timeZone)
    ? [...fitted.problems, { column: 'NGAY_SINH', problem: 'hour-wanted' }]
    : fitted.problems;
  return { objectCodeReason: objectCode.reason, columns: fitted.columns, problems };
}

/** The first 28 days of life (sơ sinh), the day of birth counted as the first. */
const newbornDays = 28;

function isNewborn(birth: PatientBirth | undefined, at: number, timeZone: string): boolean {
  if (birth?.precision !== 'day') return false;
  const ageDays = (Date.parse(businessDayAt(at, timeZone)) - Date.parse(birth.date)) / 86_400_000;
  return ageDays >= 0 && ageDays < newbornDays;
}

const nothingKnown = {
  NGAY_VAO_NOI_TRU: '',
  LY_DO_VNT: '',
  MA_LY_DO_VNT: '',
  MA_DICH_VU: '',
  TEN_DICH_VU: '',
  MA_THUOC: '',
  TEN_THUOC: '',
  MA_VAT_TU: '',
  TEN_VAT_TU: '',
  NGAY_YL: '',
  DU_PHONG: '',
};

const sexCodes: Readonly<Record<Patient['sex'], string>> = { male: '1', female: '2', unknown: '3' };

/**
 * The column is as wide as any of them (C15). Whether every receiver takes the old identity card's number or a passport's there, as the
 * decisions' own words are said to allow, is UNKNOWN: the notes have its width only.
 */
function personalNumber({ citizen, oldIdentityCard, passport }: Patient): string {
  return citizen?.number ?? oldIdentityCard?.number ?? passport?.number ?? '';
}

/** yyyyMMddHHmm; an unknown time, day or month is 00. */
function birthColumn(birth: PatientBirth | undefined): string {
  switch (birth?.precision) {
    case 'day':
      return `${dayColumn(birth.date)}0000`;
    case 'month':
      return `${dayColumn(birth.month)}000000`;
    case 'year':
      return `${String(birth.year).padStart(4, '0')}00000000`;
    default:
      return '';
  }
}

/** `yyyy-mm-dd` → `yyyyMMdd`. */
function dayColumn(day: string | undefined): string {
  return day?.replaceAll('-', '') ?? '';
}

function minuteColumn(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeAt(at, timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}${two(month)}${two(day)}${two(hour)}${two(minute)}`;
}
