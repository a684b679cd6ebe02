import type { Hl7Message } from '../../hl7v2/parse.ts';
import { listOf, objectOf, textOf } from './fhir-search.ts';

type Json = Readonly<Record<string, unknown>>;

/** A reading as the page tells it: what was measured in one line, and by name how far it can be trusted. */
export interface ReadingInWords {
  readonly says: string;
  readonly quality: Readonly<Record<string, string>>;
}

/** A number that was measured: by its LOINC code, or its name where it has none. */
interface Measured {
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}

/** What the protocols say in their own ways, by the names that HL7 has for it. */
type Told = (name: string) => readonly string[];

export function readingOverMllp(message: Hl7Message): ReadingInWords {
  const observed = message.segments.filter(({ name }) => name === 'OBX');
  const at = (fields: (typeof observed)[number]['fields'], field: number, component = 0) =>
    fields[field]?.[0]?.[component]?.[0] ?? '';
  const told: Told = (name) =>
    observed.filter(({ fields }) => at(fields, 3) === name).map(({ fields }) => at(fields, 5));
  const measured = observed
    .filter(({ fields }) => at(fields, 2) === 'NM' && !circumstances.has(at(fields, 3)))
    .map(({ fields }) => ({
      code: at(fields, 3),
      name: at(fields, 3, 1),
      value: at(fields, 5),
      unit: at(fields, 6),
    }));
  return readingInWords(measured, (name) => (name === 'ARM' ? told('41904-4').map(armOf) : told(name)));
}

export function readingInDocument({ reading }: Json): ReadingInWords {
  const document = objectOf(reading);
  const [protocol, validation, mean, said] = ['protocol', 'validation', 'mean', 'said'].map((name) =>
    objectOf(document[name]),
  );
  const values: Readonly<Record<string, unknown>> = {
    'READING-NUMBER': document.number,
    'READING-COUNT': document.count,
    'REST-BEFORE': document.restSeconds,
    ARM: document.arm,
    PROTOCOL: protocol?.name,
    'PROTOCOL-VERSION': protocol?.version,
    'IRREGULAR-PULSE': document.irregularPulse,
    MOVED: document.moved,
    'MEAN-RULE': mean?.rule,
    'MEAN-OF': mean?.of,
    'SPREAD-SYSTOLIC': objectOf(mean?.spread).systolic,
    'SPREAD-DIASTOLIC': objectOf(mean?.spread).diastolic,
    'QUIET-HALF-HOUR': said?.quietHalfHour,
    'EMPTY-BLADDER': said?.emptyBladder,
    'MEDICINE-TODAY': said?.medicineToday,
    'DEVICE-MODEL': document.deviceModel,
    'DEVICE-SERIAL': document.deviceSerial,
    VALIDATION: validation?.status,
    'CUFF-FROM': objectOf(validation?.cuffCm).from,
    'CUFF-TO': objectOf(validation?.cuffCm).to,
  };
  const measured = listOf(document.observations).map(({ loinc, name, value, unit }) => ({
    code: textOf(loinc),
    name: textOf(name),
    value: textOf(value),
    unit: textOf(unit),
  }));
  return readingInWords(measured, (name) => textsOf(values[name]));
}

/** From every Observation of a bundle; how it was taken stands on each of them. */
export function readingInBundle(entries: readonly Json[]): ReadingInWords {
  const observations = entries
    .map(({ resource }) => objectOf(resource))
    .filter(({ resourceType }) => resourceType === 'Observation');
  const measured = observations.flatMap((observation) =>
    [observation, ...listOf(observation.component)].flatMap(({ code, valueQuantity }) => {
      const { value, unit } = objectOf(valueQuantity);
      const [coding] = listOf(objectOf(code).coding);
      if (value === undefined) return [];
      const name = textOf(coding?.display) || textOf(objectOf(code).text);
      return [{ code: textOf(coding?.code), name, value: textOf(value), unit: textOf(unit) }];
    }),
  );
  const [first] = observations;
  const parts = listOf(first?.extension)
    .filter(({ url }) => textOf(url).endsWith(':measuring-circumstances'))
    .flatMap(({ extension }) => listOf(extension));
  const told: Told = (name) => {
    if (name === 'DEVICE-MODEL') return textsOf(objectOf(first?.device).display);
    if (name === 'ARM') return listOf(objectOf(first?.bodySite).coding).map(({ code }) => armOf(textOf(code)));
    return parts
      .filter(({ url }) => url === fhirNames[name])
      .flatMap(({ url: _, ...value }) => textsOf(Object.values(value)[0]));
  };
  return readingInWords(measured, told);
}

const fhirNames: Readonly<Record<string, string>> = {
  'READING-NUMBER': 'readingNumber',
  'READING-COUNT': 'readingCount',
  'REST-BEFORE': 'restSeconds',
  PROTOCOL: 'protocol',
  'PROTOCOL-VERSION': 'protocolVersion',
  'IRREGULAR-PULSE': 'irregularPulse',
  MOVED: 'movedWhileMeasuring',
  'MEAN-RULE': 'meanRule',
  'MEAN-OF': 'meanOf',
  'SPREAD-SYSTOLIC': 'spreadSystolic',
  'SPREAD-DIASTOLIC': 'spreadDiastolic',
  'QUIET-HALF-HOUR': 'quietHalfHour',
  'EMPTY-BLADDER': 'emptyBladder',
  'MEDICINE-TODAY': 'medicineToday',
  'DEVICE-SERIAL': 'deviceSerial',
  VALIDATION: 'validation',
  'CUFF-FROM': 'cuffFromCm',
  'CUFF-TO': 'cuffToCm',
};
const circumstances: ReadonlySet<string> = new Set(Object.keys(fhirNames));

/** `127/76 mmHg, 78/min`, `mean 134/84 mmHg, 73/min`, or each quantity by its name. */
function readingInWords(measured: readonly Measured[], told: Told): ReadingInWords {
  const value = (code: string) => measured.find((each) => each.code === code)?.value ?? '';
  const pressure = (start: string, systolic: string, diastolic: string, pulse: string) =>
    `${start}${systolic}/${diastolic} mmHg${pulse === '' ? '' : `, ${pulse}/min`}`;
  const [single, mean] = [value('8480-6'), value('96608-5')];
  const says =
    mean !== ''
      ? pressure('mean ', mean, value('96609-3'), value('103205-1'))
      : single !== ''
        ? pressure('', single, value('8462-4'), value('8867-4'))
        : measured
            .map((each) => `${each.name || each.code} ${each.value} ${each.unit}`.trim())
            .join(', ')
            .slice(0, 400);
  return { says, quality: qualityInWords(told) };
}

function qualityInWords(told: Told): Readonly<Record<string, string>> {
  const one = (name: string) => told(name)[0] ?? '';
  const joined = (names: readonly string[], by: string) => names.map(one).filter(Boolean).join(by);
  const lines: readonly (readonly [string, string])[] = [
    ['reading', joined(['READING-NUMBER', 'READING-COUNT'], ' of ')],
    ['protocol', joined(['PROTOCOL', 'PROTOCOL-VERSION'], ', version ')],
    ['rest', one('REST-BEFORE') && `${one('REST-BEFORE')} s`],
    ['arm', one('ARM')],
    ['mean-of', [told('MEAN-OF').join(', '), one('MEAN-RULE')].filter(Boolean).join(' by ')],
    ['spread', one('SPREAD-SYSTOLIC') && `${joined(['SPREAD-SYSTOLIC', 'SPREAD-DIASTOLIC'], '/')} mmHg`],
    ['irregular-pulse', yesOrNo(one('IRREGULAR-PULSE'))],
    ['moved', yesOrNo(one('MOVED'))],
    ['quiet-half-hour', yesOrNo(one('QUIET-HALF-HOUR'))],
    ['empty-bladder', yesOrNo(one('EMPTY-BLADDER'))],
    ['medicine-today', yesOrNo(one('MEDICINE-TODAY'))],
    ['device', joined(['DEVICE-MODEL', 'DEVICE-SERIAL'], ', ')],
    ['validation', one('VALIDATION')],
    ['cuff', one('CUFF-FROM') && `${joined(['CUFF-FROM', 'CUFF-TO'], '–')} cm`],
  ];
  return Object.fromEntries(lines.filter(([, text]) => text !== ''));
}

function yesOrNo(text: string): string {
  return { Y: 'yes', true: 'yes', N: 'no', false: 'no' }[text] ?? text;
}

/** SNOMED CT. */
function armOf(code: string): string {
  return { '368208006': 'left', '368209003': 'right' }[code] ?? code;
}

function textsOf(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value.slice(0, 20) : [value];
  return all.map((each) => (typeof each === 'boolean' ? String(each) : textOf(each))).filter((text) => text !== '');
}
