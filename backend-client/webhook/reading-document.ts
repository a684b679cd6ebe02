import { unreachable } from '#config/agreements/result.ts';
import { knownQuantity } from '#config/catalogues/observations.ts';
import type { DeviceValidation, ReadingValues, SaidBeforeMeasuring, StoredReading } from '../contract/reading.ts';
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
    ...known('arm', circumstances.arm),
    protocol: circumstances.protocol ?? { name: 'none', version: 0 },
    ...known('sitting', lineOf(circumstances.sitting, 40)),
    ...known('mean', howMade(reading)),
    ...known('said', circumstances.said && saidDocument(circumstances.said)),
    deviceId: reading.deviceId,
    ...known('deviceModel', lineOf(reading.deviceModel, 80)),
    ...known('deviceSerial', lineOf(circumstances.deviceSerial, 80)),
    ...known('validation', circumstances.validation && validationDocument(circumstances.validation)),
    ...known('deviceTime', lineOf(reading.deviceTime, 40)),
  };
}

function howMade({ values, derivedFrom }: StoredReading): ReadingDocument['mean'] {
  if (values.kind !== 'blood-pressure-average') return undefined;
  const { rule, of, spread } = values;
  return { rule, of: [...of], ...known('readingIds', derivedFrom && [...derivedFrom]), spread };
}

function saidDocument({
  quietHalfHour,
  emptyBladder,
  medicineToday,
}: SaidBeforeMeasuring): NonNullable<ReadingDocument['said']> {
  return {
    ...known('quietHalfHour', quietHalfHour),
    ...known('emptyBladder', emptyBladder),
    ...known('medicineToday', medicineToday),
  };
}

function validationDocument({ status, cuffCm }: DeviceValidation): NonNullable<ReadingDocument['validation']> {
  return { status, ...known('cuffCm', cuffCm) };
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
