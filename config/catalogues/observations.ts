/**
 * Measured quantities: what they are called outside, and what a human body can have. A quantity that does not stand here is data
 * all the same: it goes on under its own name, without a code and unjudged. Adding one is a line.
 *
 * Codes are LOINC's (those of FHIR R4's vital-signs profiles; glucose in blood: 2339-0 by mass, 15074-8 by substance), units UCUM.
 *
 * The ranges are wide on purpose: outside of them the number is the machine's mistake, and a rare patient inside of them is never
 * turned away. What is alarming is decided elsewhere. All sources SINGLE, the lower bounds a choice of ours below them:
 *
 * - body weight and height: a child that can stand, of twelve months, has some 7 kg and 69 cm (WHO growth standards, 3rd
 *   percentile); 635 kg and 272 cm are the highest ever recorded.
 * - oxygen saturation: meters are specified from 70 % up; below 35 % the number is taken for the sensor's fault.
 * - pulse: 18 to 321 per minute is what Nonin's meters can show.
 * - glucose: 20 to 600 mg/dL, 1.1 to 33.3 mmol/L is what the OneTouch Ultra2 can measure (its owner's booklet).
 * - body-mass index: what 5 kg to 635 kg make of people of their height, wider than any that was ever recorded (a choice of ours).
 * - body temperature: nobody who stands at a kiosk is colder than 25 °C or hotter than 45 °C (a choice of ours).
 */
export interface KnownQuantity {
  readonly loinc: string;
  /** As LOINC's display. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

const known: Readonly<Record<string, KnownQuantity>> = {
  'body-weight kg': { loinc: '29463-7', name: 'Body weight', least: 5, most: 635 },
  'body-height cm': { loinc: '8302-2', name: 'Body height', least: 50, most: 272 },
  'oxygen-saturation %': {
    loinc: '59408-5',
    name: 'Oxygen saturation in Arterial blood by Pulse oximetry',
    least: 35,
    most: 100,
  },
  'pulse-rate /min': { loinc: '8867-4', name: 'Heart rate', least: 18, most: 321 },
  'glucose mg/dL': { loinc: '2339-0', name: 'Glucose [Mass/volume] in Blood', least: 20, most: 600 },
  'glucose mmol/L': { loinc: '15074-8', name: 'Glucose [Moles/volume] in Blood', least: 1.1, most: 33.3 },
  'body-mass-index kg/m2': { loinc: '39156-5', name: 'Body mass index (BMI) [Ratio]', least: 5, most: 200 },
  'body-temperature Cel': { loinc: '8310-5', name: 'Body temperature', least: 25, most: 45 },
};

/** Whether a unit can be a UCUM code: visible ASCII without blanks. What a device calls `°C` or `mm Hg` is a word. */
export function isUcumCode(unit: string): boolean {
  return /^[!-~]+$/.test(unit);
}

/** `undefined` for a quantity that nobody foresaw, or one with another unit. */
export function knownQuantity(of: string, unit: string): KnownQuantity | undefined {
  const key = `${of} ${unit}`;
  return Object.hasOwn(known, key) ? known[key] : undefined;
}
