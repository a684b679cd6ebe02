import type { DeviceCondition } from '../contract/device.ts';
import { encodeR1 } from './accuniq-bp500/accuniq-bp500.simulator.ts';
import { encodeTm2657 } from './and-tm2657/and-tm2657.simulator.ts';
import type { SimulatedResult } from './monitor-body.simulator.ts';
import { encodeHbp9020 } from './omron-hbp9020/omron-hbp9020.simulator.ts';
import { encodeHbp9030 } from './omron-hbp9030/omron-hbp9030.simulator.ts';
import type { PressureDriver } from './open-monitor.ts';
import { encodeSuntech } from './suntech-oem/suntech-oem.simulator.ts';

/** What differs from driver to driver, by its protocol's nature. */
export interface MonitorHabits {
  readonly encode: (result: SimulatedResult) => Uint8Array;
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

const deviceError = (code: string) => ({ reason: 'device-error', advice: 'try-again', deviceError: code }) as const;
const listened = {
  begins: 'waiting-for-button',
  damaged: 'timed-out',
  stale: ['stale'],
  unasked: ['no-measurement-open'],
  second: ['no-measurement-open'],
} as const;

export const habitsOf: Readonly<Record<PressureDriver, MonitorHabits>> = {
  'and-tm2657': {
    ...listened,
    encode: encodeTm2657,
    begins: 'measuring',
    error: { reason: 'moved', advice: 'sit-still', deviceError: 'E44' },
    garbage: [0xff, 0x01, 0x30, 0x30, 0x02, 0x54, 0x16],
    whenSilent: 'no-answer',
  },
  'omron-hbp9030': {
    ...listened,
    encode: encodeHbp9030,
    error: deviceError('1'),
    garbage: [0xff, 0x32, 0x30, 0x32, 0x36, 0x2c, 0x30, 0x00],
    whenSilent: 'ready',
  },
  'omron-hbp9020': {
    ...listened,
    encode: encodeHbp9020,
    error: deviceError('1'),
    garbage: [0xff, 0x62, 0x70, 0x2c, 0x31, 0x32, 0x33, 0x62],
    whenSilent: 'ready',
  },
  'accuniq-bp500': {
    ...listened,
    encode: (result) => encodeR1(result.kind === 'values' ? result : undefined),
    error: { reason: 'timed-out', advice: 'try-again', deviceError: undefined },
    garbage: [0xff, 0x02, 0x52, 0x31, 0x2c, 0x30],
    whenSilent: 'no-answer',
  },
  'suntech-oem': {
    encode: encodeSuntech,
    begins: 'measuring',
    error: { reason: 'cuff', advice: 'put-cuff-right', deviceError: '87' },
    damaged: 'device-error',
    stale: [],
    unasked: [],
    second: ['stale', 'stale'],
    garbage: [0xff, 0x3e, 0x05, 0x3e, 0x18, 0x00],
    whenSilent: 'no-answer',
  },
};
