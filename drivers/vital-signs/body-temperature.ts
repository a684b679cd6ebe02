import type { VitalRecord } from './vital-record.ts';
import { recordOf } from './vital-record.ts';

/**
 * What a thermometer may call a person's temperature, in °C. Whatever is colder or hotter is a wall, a cup, or a thermometer that
 * was held wrongly: no reading, and the patient tries again. The range is that which clinical thermometers have to measure (ISO
 * 80601-2-56: 34.0 to 43.0 °C, SINGLE, from memory of the standard); whoever is colder than that needs a person, no kiosk.
 */
export const personsCelsius = { least: 34, most: 43 } as const;

export function isPersons(celsius: number): boolean {
  return celsius >= personsCelsius.least && celsius <= personsCelsius.most;
}

/** To a tenth, as clinical thermometers show it. */
export function temperatureRecord(celsius: number, model: string | undefined): VitalRecord {
  if (!isPersons(celsius)) return { kind: 'failed', reason: 'sensor', deviceError: undefined };
  return recordOf([{ of: 'body-temperature', value: Math.round(celsius * 10) / 10, unit: 'Cel' }], model);
}
