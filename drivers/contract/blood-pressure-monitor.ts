import type { Device } from './device.ts';
import type { MeasuringDevice, WaitingForDevice } from './measuring.ts';

/**
 * What any blood-pressure monitor is to the rest of the kiosk. A reading belongs to the measurement that was opened for
 * it (law 11): a result that comes when no measurement is open is discarded and reported, never handed on.
 */
export interface BloodPressureMonitor extends Device, MeasuringDevice<PressureEvent> {
  readonly kind: 'blood-pressure-monitor';
  /** Who inflates the cuff: the host by a command, or the patient by the device's own button. */
  readonly startedBy: 'host' | 'button';
  /**
   * How the air is let out before the device has measured: by `stop()`, at once, or only by the patient's own finger on the
   * device's button. A cuff of the second kind works on, and its owner is kept until its record came (law 11).
   */
  readonly stops: 'by-command' | 'by-its-button';
}

/**
 * - `waiting-for-device`: the cuff may still work for somebody else.
 * - `waiting-for-button`: the patient has to press the device's start button.
 * - `measuring`: the cuff works; `cuffMmHg` where the device tells.
 * - `result`: a possible reading (see `PressureReading`).
 * - `failed`: no reading; `reason` says why and `advice` what the patient can do.
 */
export type PressureEvent =
  | WaitingForDevice
  | { readonly type: 'waiting-for-button' }
  | { readonly type: 'measuring'; readonly cuffMmHg: number | undefined }
  | { readonly type: 'result'; readonly reading: PressureReading }
  | {
      readonly type: 'failed';
      readonly reason: PressureFailure;
      readonly advice: PressureAdvice;
      /** The device's own code, such as `E44`, for the technician. */
      readonly deviceError: string | undefined;
    };

/** Pressures in mm[Hg], pulse in 1/min (UCUM). Diastolic < mean < systolic where the mean is known, all within human range. */
export interface PressureReading {
  readonly systolic: number;
  readonly diastolic: number;
  readonly mean: number | undefined;
  readonly pulse: number;
  readonly irregular: boolean | undefined;
  readonly moved: boolean | undefined;
  /** The device's clock as it stands in the record, `yyyy-mm-ddThh:mm`, local; left out where it is wrong. */
  readonly deviceTime: string | undefined;
  /** Model as the device names itself, where it does. */
  readonly model: string | undefined;
  /** Serial number as the device names itself. Left out: its records do not say it, as those of all five known protocols. */
  readonly serial?: string | undefined;
  /** Which arm it measured. Left out: its records do not say it, as those of all five known protocols. */
  readonly arm?: 'left' | 'right' | undefined;
}

/**
 * - `cuff`: no or too little pressure, leak, cuff not right.
 * - `moved`: the patient moved or talked.
 * - `no-pulse`: pulse too weak or not found.
 * - `not-determined`: systolic, diastolic, mean or pulse could not be determined.
 * - `over-pressure`: the device's own safety stop.
 * - `impossible-values`: the record contradicts itself or no human has such values; it was thrown away.
 * - `device-error`: any other error of the device.
 * - `timed-out`: no result in time; the button was not pressed, or the device never answered.
 * - `stopped`: the session ended or the patient asked.
 * - `absent`: the line broke or was never there.
 */
export type PressureFailure =
  | 'cuff'
  | 'moved'
  | 'no-pulse'
  | 'not-determined'
  | 'over-pressure'
  | 'impossible-values'
  | 'device-error'
  | 'timed-out'
  | 'stopped'
  | 'absent';

export type PressureAdvice = 'put-cuff-right' | 'sit-still' | 'try-again' | 'call-staff' | 'none';
