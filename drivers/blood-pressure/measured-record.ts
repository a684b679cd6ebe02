import type { PressureAdvice, PressureFailure, PressureReading } from '../contract/blood-pressure-monitor.ts';
import type { DeviceClock } from '../measuring/device-clock.ts';

/** What a device's record says, before anybody judged whether a human can have such values. */
export type MeasuredRecord =
  | { readonly kind: 'values'; readonly values: MeasuredPressure; readonly clock: DeviceClock }
  | { readonly kind: 'error'; readonly failure: MeasurementFailure };

/** A reading without its time, which is judged apart: a wrong clock never costs the values. */
export type MeasuredPressure = Omit<PressureReading, 'deviceTime'>;

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
