import { isUcumCode, knownQuantity } from '#config/catalogues/observations.ts';
import type { ReadingFact } from '../contract/fact.ts';
import type {
  BloodPressureValues,
  MeasuredQuantity,
  PressureAverageValues,
  StoredReading,
} from '../contract/reading.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { circumstancesParts } from './circumstances.ts';
import { arms, extensionUrls, loinc, profiles, sitting, vitalSigns } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import type { CodeableConcept, Extension, ObservationResource, Quantity, Reference } from './fhir-types.ts';
import type { Token } from './search.ts';
import type { IdentifierSystems } from './systems.ts';
import { fhirText } from './text.ts';

/** Blood pressure as a panel (HL7 profile `bp`): systolic, diastolic and, when the device gives it, mean. */
export function bloodPressureResource(
  fact: ReadingFact,
  { systolic, diastolic, mean }: BloodPressureValues,
  rendering: Rendering,
): ObservationResource {
  return {
    ...head(profiles.bloodPressure, bloodPressureToken(fact.reading, rendering.systems)),
    code: loinc('85354-9', 'Blood pressure panel with all children optional'),
    ...aboutWhom(fact, rendering),
    ...howTaken(fact.reading, rendering),
    component: [
      pressure('8480-6', 'Systolic blood pressure', systolic),
      pressure('8462-4', 'Diastolic blood pressure', diastolic),
      ...(mean === undefined ? [] : [pressure('8478-0', 'Mean blood pressure', mean)]),
    ],
  };
}

/** The mean of a sitting, and which of its readings count. They were sent before, in bundles of their own. */
export function pressureAverageResource(
  fact: ReadingFact,
  { systolic, diastolic, pulse }: PressureAverageValues,
  rendering: Rendering,
): ObservationResource {
  const { derivedFrom = [] } = fact.reading;
  return {
    ...head(profiles.vitalSigns, bloodPressureToken(fact.reading, rendering.systems)),
    code: loinc('96607-7', 'Blood pressure panel mean systolic and mean diastolic'),
    ...aboutWhom(fact, rendering),
    ...howTaken(fact.reading, rendering),
    ...(derivedFrom.length > 0 && {
      derivedFrom: derivedFrom.map((value) => ({
        type: 'Observation',
        identifier: { system: rendering.systems.reading, value },
      })),
    }),
    component: [
      pressure('96608-5', 'Systolic blood pressure mean', systolic),
      pressure('96609-3', 'Diastolic blood pressure mean', diastolic),
      { code: loinc('103205-1', 'Mean heart rate'), valueQuantity: quantity(pulse, 'beats/minute', '/min') },
    ],
  };
}

/** The pulse that the cuff counted (HL7 profile `heartrate`). */
export function heartRateResource(
  fact: ReadingFact,
  { pulse }: BloodPressureValues,
  rendering: Rendering,
): ObservationResource {
  return {
    ...head(profiles.heartRate, heartRateToken(fact.reading, rendering.systems)),
    code: loinc('8867-4', 'Heart rate'),
    ...aboutWhom(fact, rendering),
    ...howTaken(fact.reading, rendering),
    valueQuantity: quantity(pulse, 'beats/minute', '/min'),
  };
}

/** Weight, temperature or whatever else was measured. What has no LOINC code that is certain goes under its own name. */
export function quantityResource(
  fact: ReadingFact,
  { of, value, unit }: MeasuredQuantity,
  at: number,
  rendering: Rendering,
): ObservationResource {
  const found = knownQuantity(of, unit);
  return {
    ...head(profiles.vitalSigns, quantityToken(fact.reading, at, rendering.systems)),
    code: found ? loinc(found.loinc, found.name) : { text: fhirText(of) ?? 'quantity' },
    ...aboutWhom(fact, rendering),
    ...howTaken(fact.reading, rendering),
    valueQuantity: quantityOf(value, unit),
  };
}

export function quantityToken({ readingId }: StoredReading, at: number, { reading }: IdentifierSystems): Token {
  return { system: reading, value: `${readingId}.${at + 1}` };
}

export function bloodPressureToken({ readingId }: StoredReading, { reading }: IdentifierSystems): Token {
  return { system: reading, value: readingId };
}

/** One reading gives two observations; each has an identifier of its own. */
export function heartRateToken({ readingId }: StoredReading, { reading }: IdentifierSystems): Token {
  return { system: reading, value: `${readingId}.heart-rate` };
}

export function deviceOfReading(
  { deviceId, deviceModel }: StoredReading,
  { site, systems }: Pick<Rendering, 'site' | 'systems'>,
): Reference {
  return {
    type: 'Device',
    identifier: { system: systems.device, value: `${site.kioskId}/${deviceId}` },
    display: fhirText(deviceModel) ?? deviceId,
  };
}

function head(profile: string, { system, value }: Token) {
  return {
    resourceType: 'Observation',
    meta: { profile: [profile] },
    identifier: [{ use: 'official', system, value }],
    status: 'final',
    category: [vitalSigns],
  } as const;
}

/** What both observations of a reading say alike. */
function howTaken(reading: StoredReading, rendering: Rendering) {
  const { arm } = reading.circumstances;
  return {
    effectiveDateTime: fhirDateTime(reading.takenAt, rendering.site.timeZone),
    method: automated,
    device: deviceOfReading(reading, rendering),
    ...(arm && { bodySite: arms[arm] }),
    extension: extensions(reading),
  };
}

/**
 * A kiosk that only measures knows the visit by its ticket: both references are then logical, by the visit's id. The
 * registration of the visit may come later than its readings, from another kiosk.
 */
function aboutWhom(
  { facts, visitId, ticketNumber }: ReadingFact,
  rendering: Rendering,
): Pick<ObservationResource, 'subject' | 'encounter'> {
  if (facts) return { subject: referenceTo('patient', rendering), encounter: referenceTo('encounter', rendering) };
  const identifier = { system: rendering.systems.visit, value: visitId };
  return {
    subject: { type: 'Patient', identifier, display: ticketNumber },
    encounter: { type: 'Encounter', identifier, display: ticketNumber },
  };
}

/** No code: nothing says which cuff and arm the device has. */
const automated: CodeableConcept = { text: 'Automated, self-measured at a kiosk' };

function extensions(reading: StoredReading): readonly Extension[] {
  const measuring = { url: extensionUrls.measuringCircumstances, extension: circumstancesParts(reading) };
  if (reading.circumstances.posture === undefined) return [measuring];
  return [{ url: extensionUrls.bodyPosition, valueCodeableConcept: sitting }, measuring];
}

function pressure(code: string, display: string, value: number) {
  return { code: loinc(code, display), valueQuantity: quantity(value, 'mmHg', 'mm[Hg]') };
}

/** A unit that is no code of UCUM is a word, or nothing. */
function quantityOf(value: number, unit: string): Quantity {
  if (isUcumCode(unit)) return quantity(value, unit, unit);
  const word = fhirText(unit);
  return word === undefined ? { value } : { value, unit: word };
}

/** UCUM. */
function quantity(value: number, unit: string, code: string): Quantity {
  return { value, unit, system: 'http://unitsofmeasure.org', code };
}
