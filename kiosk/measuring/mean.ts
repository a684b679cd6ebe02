import type { PressureAverageValues } from '#backend-client/contract/reading.ts';
import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';

/** Pressures in mm[Hg], pulse in 1/min (UCUM). */
export interface PressureTaken {
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number;
}

/**
 * The mean of a sitting by the site's rule; `undefined` of fewer than two readings, which is no mean.
 *
 * - `esh`: the last two readings (ESH 2023 Guidelines, Mancia et al., J Hypertens 2023;41:1874, office and unattended measurement).
 * - `aha`: all readings (Muntner et al., Hypertension 2019;73:e35, "average of ≥ 2 readings").
 *
 * Rounded to whole mmHg, half up, after the mean was made; the spread is of the readings that count.
 */
export function meanOf(
  rule: MeasuringSettings['rule'],
  readings: readonly PressureTaken[],
): PressureAverageValues | undefined {
  if (readings.length < 2) return undefined;
  const first = rule === 'esh' ? readings.length - 2 : 0;
  const counting = readings.slice(first);
  const mean = (of: keyof PressureTaken) =>
    Math.round(counting.reduce((sum, each) => sum + each[of], 0) / counting.length);
  const spread = (of: keyof PressureTaken) => {
    const values = counting.map((each) => each[of]);
    return Math.max(...values) - Math.min(...values);
  };
  return {
    kind: 'blood-pressure-average',
    systolic: mean('systolic'),
    diastolic: mean('diastolic'),
    pulse: mean('pulse'),
    rule,
    of: counting.map((_, at) => first + at + 1),
    spread: { systolic: spread('systolic'), diastolic: spread('diastolic') },
  };
}
