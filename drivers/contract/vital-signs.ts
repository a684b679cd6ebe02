import type { Device } from './device.ts';
import type { MeasuringDevice, WaitingForDevice } from './measuring.ts';

/** Scales, height rods, pulse oximeters, glucose meters: whatever measures by itself and reports a number. */
export interface VitalSignsDevice extends Device, MeasuringDevice<VitalSignsEvent> {
  readonly kind: 'vital-signs';
  /** What it can measure. */
  readonly measures: readonly VitalSign[];
}

export type VitalSign = 'body-weight' | 'body-height' | 'oxygen-saturation' | 'pulse-rate' | 'glucose';

/**
 * - `waiting-for-device`: it may still work for somebody else.
 * - `measuring`: this patient's turn.
 * - `waiting-for-empty-sensor`: somebody's finger is in; it counts only after the sensor was empty.
 */
export type VitalSignsEvent =
  | WaitingForDevice
  | { readonly type: 'measuring' }
  | { readonly type: 'waiting-for-empty-sensor' }
  | {
      readonly type: 'result';
      readonly quantities: readonly Quantity[];
      readonly deviceTime: string | undefined;
      readonly model: string | undefined;
    }
  | { readonly type: 'failed'; readonly reason: VitalSignsFailure; readonly deviceError: string | undefined };

/** A number with its unit as a UCUM code; conversions happen in the codec, never later. */
export type Quantity =
  | { readonly of: 'body-weight'; readonly value: number; readonly unit: 'kg' }
  | { readonly of: 'body-height'; readonly value: number; readonly unit: 'cm' }
  | { readonly of: 'oxygen-saturation'; readonly value: number; readonly unit: '%' }
  | { readonly of: 'pulse-rate'; readonly value: number; readonly unit: '/min' }
  | { readonly of: 'glucose'; readonly value: number; readonly unit: 'mg/dL' | 'mmol/L' };

/**
 * - `sensor`: no finger, sensor off, artefact, overload, under-load.
 * - `impossible-values`: outside what a human can have, or the record contradicts itself.
 * - `device-error`, `timed-out`, `stopped`, `absent`: as for blood pressure.
 */
export type VitalSignsFailure = 'sensor' | 'impossible-values' | 'device-error' | 'timed-out' | 'stopped' | 'absent';
