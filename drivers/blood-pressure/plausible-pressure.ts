import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { MeasuredPressure } from './measured-record.ts';

/**
 * Ranges in mm[Hg] and 1/min, both ends included. They are wider than what one device states (HBP-9030: 60–260, 30–215,
 * 40–180, SINGLE), so that a device's own limits decide first; outside of them no human sits at a kiosk and the record is
 * damaged.
 */
export const pressureRanges = {
  systolic: { least: 50, most: 270 },
  diastolic: { least: 25, most: 220 },
  pulse: { least: 30, most: 220 },
} as const;

/** Why a record cannot be. Says nothing of its values. */
export interface ImpossiblePressure {
  readonly kind:
    | 'systolic-out-of-range'
    | 'diastolic-out-of-range'
    | 'pulse-out-of-range'
    | 'diastolic-not-below-systolic'
    | 'mean-not-between'
    | 'mean-off';
}

/** The same values when they can be a human's; the reading of a damaged record never reaches a patient. */
export function plausiblePressure(values: MeasuredPressure): Result<MeasuredPressure, ImpossiblePressure> {
  const { systolic, diastolic, mean, pulse } = values;
  const ranges = pressureRanges;
  if (!within(ranges.systolic, systolic)) return problem({ kind: 'systolic-out-of-range' });
  if (!within(ranges.diastolic, diastolic)) return problem({ kind: 'diastolic-out-of-range' });
  if (!within(ranges.pulse, pulse)) return problem({ kind: 'pulse-out-of-range' });
  if (diastolic >= systolic) return problem({ kind: 'diastolic-not-below-systolic' });
  if (mean !== undefined) {
    if (!(diastolic < mean && mean < systolic)) return problem({ kind: 'mean-not-between' });
    if (!(Math.abs(mean - usualMean(systolic, diastolic)) <= meanTolerance(systolic, diastolic)))
      return problem({ kind: 'mean-off' });
  }
  return ok(values);
}

function usualMean(systolic: number, diastolic: number): number {
  return (systolic + 2 * diastolic) / 3;
}

/**
 * Oscillometric devices measure the mean, they do not calculate it: real records lie up to half of the pulse pressure above
 * the diastolic value (TM-2655P: 116/60, mean 86), a third being usual. A quarter of the pulse pressure, 10 mm[Hg] at least,
 * lets them pass.
 */
function meanTolerance(systolic: number, diastolic: number): number {
  return Math.max(10, (systolic - diastolic) / 4);
}

function within({ least, most }: { readonly least: number; readonly most: number }, value: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
