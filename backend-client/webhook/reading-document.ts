import { unreachable } from '#config/agreements/result.ts';
import { knownQuantity } from '#config/catalogues/observations.ts';
import type { ReadingValues, StoredReading } from '../contract/reading.ts';
import { known, lineOf, momentText } from './documents.ts';
import type { WebhookReading } from './words.ts';

type ReadingDocument = WebhookReading['reading'];

/** One reading with LOINC codes and UCUM units. */
export function readingDocument(reading: StoredReading, timeZone: string): ReadingDocument {
  const { circumstances } = reading;
  return {
    readingId: reading.readingId,
    ...measured(reading.values),
    takenAt: momentText(reading.takenAt, timeZone),
    number: circumstances.readingNumber,
    count: circumstances.readingCount,
    ...known('restSeconds', circumstances.restSeconds),
    ...known('posture', circumstances.posture),
    deviceId: reading.deviceId,
    ...known('deviceModel', lineOf(reading.deviceModel, 80)),
    ...known('deviceTime', lineOf(reading.deviceTime, 40)),
  };
}

function measured(values: ReadingValues): Pick<ReadingDocument, 'panel' | 'observations' | 'irregularPulse' | 'moved'> {
  switch (values.kind) {
    case 'blood-pressure': {
      const { systolic, diastolic, mean, pulse, irregular, moved } = values;
      return {
        panel: { loinc: '85354-9', name: 'Blood pressure panel' },
        observations: [
          { loinc: '8480-6', name: 'Systolic blood pressure', value: systolic, unit: 'mm[Hg]' },
          { loinc: '8462-4', name: 'Diastolic blood pressure', value: diastolic, unit: 'mm[Hg]' },
          ...(mean === undefined
            ? []
            : [{ loinc: '8478-0', name: 'Mean blood pressure', value: mean, unit: 'mm[Hg]' }]),
          { loinc: '8867-4', name: 'Heart rate', value: pulse, unit: '/min' },
        ],
        ...known('irregularPulse', irregular),
        ...known('moved', moved),
      };
    }
    case 'blood-pressure-average': {
      const { systolic, diastolic, pulse } = values;
      return {
        panel: { loinc: '96607-7', name: 'Mean blood pressure of the sitting' },
        observations: [
          { loinc: '96608-5', name: 'Systolic blood pressure mean', value: systolic, unit: 'mm[Hg]' },
          { loinc: '96609-3', name: 'Diastolic blood pressure mean', value: diastolic, unit: 'mm[Hg]' },
          { loinc: '103205-1', name: 'Mean heart rate', value: pulse, unit: '/min' },
        ],
      };
    }
    case 'quantities':
      return {
        panel: { name: 'Vital signs' },
        observations: values.quantities.map(({ of, value, unit }) => {
          const found = knownQuantity(of, unit);
          const coded = found ? { loinc: found.loinc, name: found.name } : { name: lineOf(of, 80) || 'quantity' };
          return { ...coded, value, unit: lineOf(unit, 20) || '1' };
        }),
      };
    default:
      return unreachable(values);
  }
}
