import type { PressureAdvice, PressureFailure, PressureReading } from '../contract/blood-pressure-monitor.ts';

/** What a device's record says, before anybody judged whether a human can have such values. */
export type MeasuredRecord =
  | { readonly kind: 'values'; readonly values: PressureReading }
  | { readonly kind: 'error'; readonly failure: MeasurementFailure };

/** Why a measurement gave no reading. */
export interface MeasurementFailure {
  readonly reason: PressureFailure;
  readonly advice: PressureAdvice;
  /** The device's own code. */
  readonly deviceError: string | undefined;
}

/** Digits, padded with blanks on the left as these devices do; `NaN` for anything else, which no validation passes. */
export function numberFrom(text: string): number {
  return /^ *\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * `yyyy-mm-ddThh:mm` from the parts of a device's clock, unchecked. `undefined` when the clock was never set: only zeros,
 * blanks or hyphens.
 */
export function deviceTimeFrom(year: string, month: string, day: string, hour: string, minute: string) {
  const parts = [year, month, day, hour, minute];
  if (parts.every((part) => /^[0 -]*$/.test(part))) return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}`;
}
