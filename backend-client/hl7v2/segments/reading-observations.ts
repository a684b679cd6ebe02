import type { ReadingId } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import { knownQuantity } from '#config/catalogues/observations.ts';
import type {
  BloodPressureValues,
  DeviceValidation,
  MeasuredQuantity,
  MeasuringProtocol,
  PressureAverageValues,
  ReadingValues,
  SaidBeforeMeasuring,
  StoredReading,
} from '../../contract/reading.ts';
import { composite } from '../encoding.ts';
import { localCodingSystem } from '../local-codes.ts';
import type { Observation, ObservationCode, ObservationValue } from './observation.ts';

/**
 * A blood pressure in the style of IHE PCD: LOINC first (the codes of FHIR's vital signs), MDC as the alternate. It is no
 * PCD-01 message: that one wants MDC first and a containment tree of the device, which a kiosk does not know.
 *
 * No code is made up: what has no LOINC or MDC code that is certain stands under a local one.
 */
const bloodPressurePanel: ObservationCode = {
  code: '85354-9',
  name: 'Blood pressure panel with all children optional',
  system: 'LN',
};

/** The mean of a sitting. No MDC: the codes of a single reading do not say that it is one. */
const averagePanel: ObservationCode = {
  code: '96607-7',
  name: 'Blood pressure panel mean systolic and mean diastolic',
  system: 'LN',
};

/** Weight, height, temperature and whatever else a device measures. */
const vitalSignsPanel: ObservationCode = { code: 'VITAL-SIGNS', name: 'Dấu hiệu sinh tồn', system: 'L' };

const panels: Readonly<Record<ReadingValues['kind'], ObservationCode>> = {
  'blood-pressure': bloodPressurePanel,
  'blood-pressure-average': averagePanel,
  quantities: vitalSignsPanel,
};

export function panelOf({ kind }: ReadingValues): ObservationCode {
  return panels[kind];
}

const codes = {
  systolic: {
    code: '8480-6',
    name: 'Systolic blood pressure',
    system: 'LN',
    mdc: { code: '150021', name: 'MDC_PRESS_BLD_NONINV_SYS' },
  },
  diastolic: {
    code: '8462-4',
    name: 'Diastolic blood pressure',
    system: 'LN',
    mdc: { code: '150022', name: 'MDC_PRESS_BLD_NONINV_DIA' },
  },
  mean: {
    code: '8478-0',
    name: 'Mean blood pressure',
    system: 'LN',
    mdc: { code: '150023', name: 'MDC_PRESS_BLD_NONINV_MEAN' },
  },
  pulse: {
    code: '8867-4',
    name: 'Heart rate',
    system: 'LN',
    mdc: { code: '149546', name: 'MDC_PULS_RATE_NON_INV' },
  },
  meanSystolic: { code: '96608-5', name: 'Systolic blood pressure mean', system: 'LN' },
  meanDiastolic: { code: '96609-3', name: 'Diastolic blood pressure mean', system: 'LN' },
  meanPulse: { code: '103205-1', name: 'Mean heart rate', system: 'LN' },
  bodyPosition: { code: '8361-8', name: 'Body position with respect to gravity', system: 'LN' },
  readingNumber: { code: 'READING-NUMBER', name: 'Lần đo thứ', system: 'L' },
  readingCount: { code: 'READING-COUNT', name: 'Số lần đo', system: 'L' },
  rest: { code: 'REST-BEFORE', name: 'Ngồi nghỉ trước khi đo', system: 'L' },
  arm: { code: '41904-4', name: 'Blood pressure measurement site', system: 'LN' },
  protocol: { code: 'PROTOCOL', name: 'Quy trình đo', system: 'L' },
  protocolVersion: { code: 'PROTOCOL-VERSION', name: 'Phiên bản quy trình đo', system: 'L' },
  sitting: { code: 'SITTING', name: 'Đợt đo', system: 'L' },
  irregularPulse: { code: 'IRREGULAR-PULSE', name: 'Mạch không đều', system: 'L' },
  moved: { code: 'MOVED', name: 'Cử động khi đo', system: 'L' },
  meanRule: { code: 'MEAN-RULE', name: 'Cách tính trung bình', system: 'L' },
  meanOf: { code: 'MEAN-OF', name: 'Trung bình của lần đo thứ', system: 'L' },
  meanOfId: { code: 'MEAN-OF-ID', name: 'Mã của lần đo đó', system: 'L' },
  spreadSystolic: { code: 'SPREAD-SYSTOLIC', name: 'Chênh lệch tâm thu giữa các lần đo', system: 'L' },
  spreadDiastolic: { code: 'SPREAD-DIASTOLIC', name: 'Chênh lệch tâm trương giữa các lần đo', system: 'L' },
  quietHalfHour: { code: 'QUIET-HALF-HOUR', name: 'Nửa giờ không cà phê, thuốc lá, vận động', system: 'L' },
  emptyBladder: { code: 'EMPTY-BLADDER', name: 'Đã đi tiểu trước khi đo', system: 'L' },
  medicineToday: { code: 'MEDICINE-TODAY', name: 'Hôm nay đã uống thuốc huyết áp', system: 'L' },
  deviceSerial: { code: 'DEVICE-SERIAL', name: 'Số máy đo', system: 'L' },
  validation: { code: 'VALIDATION', name: 'Kiểu máy đã thẩm định độ chính xác trên người', system: 'L' },
  cuffFrom: { code: 'CUFF-FROM', name: 'Vòng tay nhỏ nhất của vòng bít', system: 'L' },
  cuffTo: { code: 'CUFF-TO', name: 'Vòng tay lớn nhất của vòng bít', system: 'L' },
  deviceModel: { code: 'DEVICE-MODEL', name: 'Kiểu máy đo', system: 'L' },
  deviceTime: { code: 'DEVICE-TIME', name: 'Giờ trên máy đo', system: 'L' },
} as const satisfies Record<string, ObservationCode>;

/** In the order in which they are sent; what is not known is left out. */
export function readingObservations(reading: StoredReading): readonly Observation[] {
  const { values, circumstances, deviceModel, deviceTime } = reading;
  const { readingNumber, readingCount, restSeconds, posture, arm, sitting, deviceSerial } = circumstances;
  const { name, version } = circumstances.protocol ?? { name: 'none', version: 0 };
  return [
    ...measured(values),
    { code: codes.readingNumber, value: count(readingNumber) },
    { code: codes.readingCount, value: count(readingCount) },
    ...known(codes.rest, restSeconds, (seconds) => ({ type: 'NM', number: seconds, unit: 's' })),
    ...known(codes.bodyPosition, posture, () => ({
      type: 'CE',
      coded: composite({ 1: '33586001', 2: 'Sitting position', 3: 'SCT' }),
    })),
    ...known(codes.arm, arm, (side) => ({ type: 'CE', coded: arms[side] })),
    { code: codes.protocol, value: local(name, protocols[name]) },
    { code: codes.protocolVersion, value: count(version) },
    ...known(codes.sitting, sitting, word),
    ...(values.kind === 'blood-pressure'
      ? [...known(codes.irregularPulse, values.irregular, flag), ...known(codes.moved, values.moved, flag)]
      : []),
    ...(values.kind === 'blood-pressure-average' ? howMade(values, reading.derivedFrom) : []),
    ...said(circumstances.said),
    ...known(codes.deviceModel, deviceModel, word),
    ...known(codes.deviceSerial, deviceSerial, word),
    ...validated(circumstances.validation),
    ...known(codes.deviceTime, deviceTime, word),
  ];
}

/** Concepts of SNOMED CT, as FHIR's own example of a blood pressure has them. */
const arms = {
  left: composite({ 1: '368208006', 2: 'Left upper arm structure', 3: 'SCT' }),
  right: composite({ 1: '368209003', 2: 'Right upper arm structure', 3: 'SCT' }),
} as const;

const protocols = {
  none: 'Một lần đo, không nghỉ trước',
  esh: 'Nghỉ, đo nhiều lần, trung bình hai lần cuối (ESH)',
  aha: 'Nghỉ, đo nhiều lần, trung bình mọi lần (AHA)',
} as const satisfies Record<MeasuringProtocol['name'], string>;

const meanRules = {
  esh: 'Hai lần cuối (ESH)',
  aha: 'Mọi lần (AHA)',
} as const satisfies Record<PressureAverageValues['rule'], string>;

/** OBX-4 is the same on the number and the id of one reading. */
function howMade(
  { rule, of, spread }: PressureAverageValues,
  derivedFrom: readonly ReadingId[] = [],
): readonly Observation[] {
  return [
    { code: codes.meanRule, value: local(rule, meanRules[rule]) },
    ...of.map((number, at) => ({ code: codes.meanOf, value: count(number), subId: String(at + 1) })),
    ...derivedFrom.map((id, at) => ({ code: codes.meanOfId, value: word(id), subId: String(at + 1) })),
    { code: codes.spreadSystolic, value: pressure(spread.systolic) },
    { code: codes.spreadDiastolic, value: pressure(spread.diastolic) },
  ];
}

function said(told: SaidBeforeMeasuring | undefined): readonly Observation[] {
  return [
    ...known(codes.quietHalfHour, told?.quietHalfHour, flag),
    ...known(codes.emptyBladder, told?.emptyBladder, flag),
    ...known(codes.medicineToday, told?.medicineToday, flag),
  ];
}

const validations = {
  validated: 'Đã thẩm định, đạt',
  'not-validated': 'Đã thẩm định, không đạt',
  unknown: 'Không rõ',
} as const satisfies Record<DeviceValidation['status'], string>;

function validated(validation: DeviceValidation | undefined): readonly Observation[] {
  const centimetres = (number: number): ObservationValue => ({ type: 'NM', number, unit: 'cm' });
  return [
    ...known(codes.validation, validation?.status, (status) => local(status, validations[status])),
    ...known(codes.cuffFrom, validation?.cuffCm?.from, centimetres),
    ...known(codes.cuffTo, validation?.cuffCm?.to, centimetres),
  ];
}

function measured(values: ReadingValues): readonly Observation[] {
  switch (values.kind) {
    case 'blood-pressure':
      return pressures(values);
    case 'blood-pressure-average':
      return means(values);
    case 'quantities':
      return values.quantities.map(quantityObservation);
    default:
      return unreachable(values);
  }
}

/** What has no code that is certain stands under its own name. */
function quantityObservation({ of, value, unit }: MeasuredQuantity): Observation {
  const found = knownQuantity(of, unit);
  const code: ObservationCode = found
    ? { code: found.loinc, name: found.name, system: 'LN' }
    : { code: of.toUpperCase().slice(0, 20) || 'QUANTITY', name: of || 'quantity', system: 'L' };
  return { code, value: { type: 'NM', number: value, unit } };
}

function pressure(number: number): ObservationValue {
  return { type: 'NM', number, unit: 'mm[Hg]' };
}

function means({ systolic, diastolic, pulse }: PressureAverageValues): readonly Observation[] {
  return [
    { code: codes.meanSystolic, value: pressure(systolic) },
    { code: codes.meanDiastolic, value: pressure(diastolic) },
    { code: codes.meanPulse, value: { type: 'NM', number: pulse, unit: '/min' } },
  ];
}

function pressures({ systolic, diastolic, mean, pulse }: BloodPressureValues): readonly Observation[] {
  return [
    { code: codes.systolic, value: pressure(systolic) },
    { code: codes.diastolic, value: pressure(diastolic) },
    ...known(codes.mean, mean, pressure),
    { code: codes.pulse, value: { type: 'NM', number: pulse, unit: '/min' } },
  ];
}

function known<Value>(
  code: ObservationCode,
  value: Value | undefined,
  observe: (value: Value) => ObservationValue,
): readonly Observation[] {
  return value === undefined ? [] : [{ code, value: observe(value) }];
}

function count(number: number): ObservationValue {
  return { type: 'NM', number };
}

function word(text: string): ObservationValue {
  return { type: 'ST', text };
}

function local(code: string, text: string): ObservationValue {
  return { type: 'CE', coded: composite({ 1: code, 2: text, 3: localCodingSystem }) };
}

/** Table 0136. */
function flag(value: boolean): ObservationValue {
  const [code, text] = value ? ['Y', 'Yes'] : ['N', 'No'];
  return { type: 'CE', coded: composite({ 1: code, 2: text, 3: 'HL70136' }) };
}
