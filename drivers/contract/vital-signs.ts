import type { Device } from './device.ts';
import type { MeasuringDevice, WaitingForDevice } from './measuring.ts';

/** Scales, height rods, pulse oximeters, glucose meters: whatever measures by itself and reports a number. */
export interface VitalSignsDevice extends Device, MeasuringDevice<VitalSignsEvent> {
  readonly kind: 'vital-signs';
  /** What it can measure. */
  readonly measures: readonly VitalSign[];
}

/** One that types what it has measured into the patient page, like a keyboard. */
export interface TypingDevice extends VitalSignsDevice {
  /**
   * What the page gathered, without its end. False: it is none of this device's records, and may be anything else. A record
   * that comes without a measurement, or before its turn, is nobody's, as from any other device.
   */
  type(text: string): boolean;
}

/** A name of `config/catalogues/observations.ts`, or of something that a later device measures: data, never a closed list. */
export type VitalSign = string;

/**
 * - `waiting-for-device`: it may still work for somebody else.
 * - `measuring`: this patient's turn; again, once the sensor that they were asked out of is empty.
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
      /** Serial number as the device names itself, where it does. */
      readonly serial?: string | undefined;
    }
  | { readonly type: 'failed'; readonly reason: VitalSignsFailure; readonly deviceError: string | undefined };

/** A number with its unit as a UCUM code; conversions happen in the codec, never later. */
export interface Quantity {
  readonly of: VitalSign;
  readonly value: number;
  readonly unit: string;
}

/**
 * - `sensor`: no finger, sensor off, artefact, overload, under-load.
 * - `impossible-values`: outside what a human can have, or the record contradicts itself.
 * - `device-error`, `timed-out`, `stopped`, `absent`: as for blood pressure.
 */
export type VitalSignsFailure = 'sensor' | 'impossible-values' | 'device-error' | 'timed-out' | 'stopped' | 'absent';
