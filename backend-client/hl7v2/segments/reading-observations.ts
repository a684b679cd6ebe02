import { unreachable } from '#config/agreements/result.ts';
import { knownQuantity } from '#config/catalogues/observations.ts';
import type {
  BloodPressureValues,
  MeasuredQuantity,
  PressureAverageValues,
  ReadingValues,
  StoredReading,
} from '../../contract/reading.ts';
import { composite } from '../encoding.ts';
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
  irregularPulse: { code: 'IRREGULAR-PULSE', name: 'Mạch không đều', system: 'L' },
  moved: { code: 'MOVED', name: 'Cử động khi đo', system: 'L' },
  deviceModel: { code: 'DEVICE-MODEL', name: 'Kiểu máy đo', system: 'L' },
  deviceTime: { code: 'DEVICE-TIME', name: 'Giờ trên máy đo', system: 'L' },
} as const satisfies Record<string, ObservationCode>;

/** In the order in which they are sent; what is not known is left out. */
export function readingObservations(reading: StoredReading): readonly Observation[] {
  const { values, circumstances, deviceModel, deviceTime } = reading;
  const { readingNumber, readingCount, restSeconds, posture } = circumstances;
  return [
    ...measured(values),
    { code: codes.readingNumber, value: count(readingNumber) },
    { code: codes.readingCount, value: count(readingCount) },
    ...known(codes.rest, restSeconds, (seconds) => ({ type: 'NM', number: seconds, unit: 's' })),
    ...known(codes.bodyPosition, posture, () => ({
      type: 'CE',
      coded: composite({ 1: '33586001', 2: 'Sitting position', 3: 'SCT' }),
    })),
    ...(values.kind === 'blood-pressure'
      ? [...known(codes.irregularPulse, values.irregular, flag), ...known(codes.moved, values.moved, flag)]
      : []),
    ...known(codes.deviceModel, deviceModel, (text) => ({ type: 'ST', text })),
    ...known(codes.deviceTime, deviceTime, (text) => ({ type: 'ST', text })),
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

/** Table 0136. */
function flag(value: boolean): ObservationValue {
  const [code, text] = value ? ['Y', 'Yes'] : ['N', 'No'];
  return { type: 'CE', coded: composite({ 1: code, 2: text, 3: 'HL70136' }) };
}
