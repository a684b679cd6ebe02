import type { PressureAverageValues, StoredReading } from '../contract/reading.ts';
import type { Extension } from './fhir-types.ts';
import { fhirText } from './text.ts';

/** The parts of our extension that lets a doctor weigh a reading (`own-definitions.ts`); what is not known is left out. */
export function circumstancesParts({ circumstances, values, deviceTime }: StoredReading): readonly Extension[] {
  const { readingNumber, readingCount, restSeconds, validation, said } = circumstances;
  const { name, version } = circumstances.protocol ?? { name: 'none', version: 0 };
  const { irregular, moved } = values.kind === 'blood-pressure' ? values : { irregular: undefined, moved: undefined };
  return [
    { url: 'readingNumber', valueInteger: readingNumber },
    { url: 'readingCount', valueInteger: readingCount },
    ...known(restSeconds, (seconds) => ({ url: 'restSeconds', valueInteger: Math.round(seconds) })),
    { url: 'protocol', valueCode: name },
    { url: 'protocolVersion', valueInteger: version },
    ...known(fhirText(circumstances.sitting), (text) => ({ url: 'sitting', valueString: text })),
    ...known(irregular, (is) => ({ url: 'irregularPulse', valueBoolean: is })),
    ...known(moved, (is) => ({ url: 'movedWhileMeasuring', valueBoolean: is })),
    ...(values.kind === 'blood-pressure-average' ? howMade(values) : []),
    ...known(said?.quietHalfHour, (is) => ({ url: 'quietHalfHour', valueBoolean: is })),
    ...known(said?.emptyBladder, (is) => ({ url: 'emptyBladder', valueBoolean: is })),
    ...known(said?.medicineToday, (is) => ({ url: 'medicineToday', valueBoolean: is })),
    ...known(fhirText(circumstances.deviceSerial), (text) => ({ url: 'deviceSerial', valueString: text })),
    ...known(validation?.status, (status) => ({ url: 'validation', valueCode: status })),
    ...known(validation?.cuffCm?.from, (cm) => ({ url: 'cuffFromCm', valueDecimal: cm })),
    ...known(validation?.cuffCm?.to, (cm) => ({ url: 'cuffToCm', valueDecimal: cm })),
    ...known(fhirText(deviceTime), (text) => ({ url: 'deviceTime', valueString: text })),
  ];
}

function howMade({ rule, of, spread }: PressureAverageValues): readonly Extension[] {
  return [
    { url: 'meanRule', valueCode: rule },
    ...of.map((number) => ({ url: 'meanOf', valueInteger: number })),
    { url: 'spreadSystolic', valueDecimal: spread.systolic },
    { url: 'spreadDiastolic', valueDecimal: spread.diastolic },
  ];
}

function known<Value>(value: Value | undefined, part: (value: Value) => Extension): readonly Extension[] {
  return value === undefined ? [] : [part(value)];
}
