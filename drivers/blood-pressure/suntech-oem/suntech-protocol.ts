import type { FrameShape } from '../../framing/frames.ts';
import { noDeviceClock } from '../../measuring/device-clock.ts';
import type { MeasuredRecord, MeasurementFailure } from '../measured-record.ts';

/**
 * SunTech's OEM blood-pressure module (Advantage family), 9,600 baud 8N1 (CONFIRMED: four programs). Commands begin with 3A,
 * answers with 3E and their length; the last byte makes the sum of all bytes zero modulo 256.
 */
export const suntechCommands = {
  /** An adult's measurement. */
  start: command(0x20),
  abort: command(0x79, 0x01, 0x00),
  getResult: command(0x79, 0x03, 0x00),
  getCuffPressure: command(0x79, 0x05, 0x00),
} as const;

export type SuntechCommand = keyof typeof suntechCommands;

const [toModule, fromModule] = [0x3a, 0x3e];

function command(...rest: readonly number[]): Uint8Array {
  return withChecksum(0x3a, ...rest);
}

/** The two's complement of the sum stands last. */
export function withChecksum(...bytes: readonly number[]): Uint8Array {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return Uint8Array.of(...bytes, -sum & 0xff);
}

const [statusLength, pressureLength, resultLength] = [4, 5, 0x18];

function shapeFor(first: number, lengthAt: (bytes: Uint8Array, at: number) => number | undefined): FrameShape {
  return {
    longestBytes: resultLength,
    lengthAt(bytes, at) {
      if (bytes[at] !== first) return 'none';
      if (at + 1 >= bytes.length) return 'unfinished';
      const length = lengthAt(bytes, at);
      if (length === undefined) return 'none';
      if (at + length > bytes.length) return 'unfinished';
      let sum = 0;
      for (let index = at; index < at + length; index++) sum += bytes[index] ?? 0;
      // The length says nothing when the sum is wrong: a whole frame may stand inside.
      return (sum & 0xff) === 0 ? length : 'none';
    },
  };
}

/** Answers of the module. */
export const suntechShape: FrameShape = shapeFor(fromModule, (bytes, at) => {
  const length = bytes[at + 1];
  return length === statusLength || length === pressureLength || length === resultLength ? length : undefined;
});

/** Commands of the host, for whoever plays the module. `3A 79 …` has five bytes, a start has three. */
export const suntechCommandShape: FrameShape = shapeFor(toModule, (bytes, at) => (bytes[at + 1] === 0x20 ? 3 : 5));

/**
 * - `status`: `O` heard, `K` measured, `A` aborted, `E` error, `S` asleep; others are UNKNOWN here.
 * - `cuff`: pressure in mm[Hg].
 */
export type SuntechMessage =
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'cuff'; readonly cuffMmHg: number }
  | { readonly kind: 'record'; readonly record: MeasuredRecord };

/** Reads a frame of `suntechShape`. */
export function readSuntech(frame: Uint8Array): SuntechMessage {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length === statusLength) return { kind: 'status', status: String.fromCharCode(view.getUint8(2)) };
  if (frame.length === pressureLength) return { kind: 'cuff', cuffMmHg: view.getInt16(2, true) };
  const error = view.getUint8(20);
  if (error !== 0) return { kind: 'record', record: { kind: 'error', failure: failureFrom(error) } };
  const values = {
    systolic: view.getInt16(2, true),
    diastolic: view.getInt16(4, true),
    mean: view.getInt16(18, true),
    // One program reads 16 bits here, the others 8; no pulse needs the upper ones.
    pulse: view.getUint8(16),
    irregular: undefined,
    moved: undefined,
    model: undefined,
  };
  return { kind: 'record', record: { kind: 'values', values, clock: noDeviceClock } };
}

/** SINGLE: one program that quotes SunTech's operations manual, Rev. K p. 55. Codes that it does not name are device errors. */
function failureFrom(code: number): MeasurementFailure {
  const deviceError = String(code);
  switch (code) {
    case 3: // out of range
    case 88: // it took too long
      return { reason: 'not-determined', advice: 'sit-still', deviceError };
    case 87: // cuff not filled in time, or it leaks
      return { reason: 'cuff', advice: 'put-cuff-right', deviceError };
    case 89:
      return { reason: 'over-pressure', advice: 'sit-still', deviceError };
    case 90: // power, hardware
    case 91: // permission, zero
    case 97: // transducer
    case 99: // calibration
      return { reason: 'device-error', advice: 'call-staff', deviceError };
    default:
      return { reason: 'device-error', advice: 'try-again', deviceError };
  }
}
