import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import type { PressureTaken } from './mean.ts';

/**
 * Whether a reading is so high that it is taken again at once, and a person called when the next one is as high: by its systolic or its
 * diastolic pressure. 180/110 and "measure again, then a person" as in ESH 2023 (grade 3); Vietnam's QĐ 5904/QĐ-BYT has 180/120.
 */
export function isAsHighAsCrisis(
  { crisis }: Pick<MeasuringSettings, 'crisis'>,
  { systolic, diastolic }: PressureTaken,
): boolean {
  return systolic >= crisis.systolic || diastolic >= crisis.diastolic;
}

/** The last reading was as high, and no further one says whether it is so. */
export function isLeftHigh(settings: Pick<MeasuringSettings, 'crisis'>, readings: readonly PressureTaken[]): boolean {
  const last = readings.at(-1);
  return last !== undefined && isAsHighAsCrisis(settings, last) && !isCrisis(settings, readings);
}

/** Two readings in a row were as high: the second one was taken a minute after the first. */
export function isCrisis(settings: Pick<MeasuringSettings, 'crisis'>, readings: readonly PressureTaken[]): boolean {
  const lastTwo = readings.slice(-2);
  return lastTwo.length === 2 && lastTwo.every((each) => isAsHighAsCrisis(settings, each));
}
