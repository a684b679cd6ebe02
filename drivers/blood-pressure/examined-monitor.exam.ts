import type { DeviceCondition } from '../contract/device.ts';
import type { MeasuredRecord } from './measured-record.ts';
import type { SimulatedResult } from './monitor-body.simulator.ts';

/** What differs from driver to driver, by its protocol's nature. */
export interface ExaminedMonitor {
  /** A record as the device writes it, apart from the driver's codec. */
  readonly encode: (result: SimulatedResult) => Uint8Array;
  /** What the driver's codec reads in a frame; `undefined` where it is no record. */
  readonly recordIn: (frame: Uint8Array) => MeasuredRecord | undefined;
  /** Whether a record has the mean pressure, and a checksum. */
  readonly tellsMean: boolean;
  readonly hasChecksum: boolean;
  /** Whether a record counts that comes by itself while the cuff works, or only one that was asked for. */
  readonly takesUnasked: boolean;
  /** The cuff works: told, or only waited for. */
  readonly begins: 'measuring' | 'waiting-for-button';
  /** How the simulator's usual error is told; BP500's protocol knows no record of an error. */
  readonly error: { readonly reason: string; readonly advice: string; readonly deviceError: string | undefined };
  /** Damaged records are heard as silence; SunTech's module says beforehand that it has one. */
  readonly damaged: 'timed-out' | 'device-error';
  /** Told about yesterday's result; SunTech's is never asked for. */
  readonly stale: readonly string[];
  readonly unasked: readonly string[];
  /** What is told of a second record in the same read. */
  readonly second: readonly string[];
  /** False beginnings of its frames. */
  readonly garbage: readonly number[];
  readonly whenSilent: DeviceCondition;
}

export const deviceError = (code: string) =>
  ({ reason: 'device-error', advice: 'try-again', deviceError: code }) as const;
/** What a monitor does that sends its record by itself. */
export const pushesItsRecord = {
  begins: 'waiting-for-button',
  damaged: 'timed-out',
  stale: ['stale'],
  unasked: ['no-measurement-open'],
  second: ['no-measurement-open'],
  tellsMean: true,
  hasChecksum: true,
  takesUnasked: true,
} as const;
