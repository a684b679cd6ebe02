import type { FrameShape } from '../../framing/frames.ts';
import { maskNothing } from '../../masking/mask-lines.ts';
import { isPersons, temperatureRecord } from '../body-temperature.ts';
import type { SteadySensor } from '../sensor-stream.ts';
import type { VitalRecord } from '../vital-record.ts';
import { watchedSensor } from '../vital-signs-device.ts';

/**
 * Infrared thermometer modules around an MLX90615, such as GY-MCU90615 (notes §2.3, SINGLE): 115200 8N1, asked with
 * `A5 45 EA`, answers `5A 5A 45 04 TOhi TOlo TAhi TAlo sum`: the object's and the air's temperature in hundredths of a
 * degree, and the sum of the eight bytes before. Whether a question brings one answer or begins a stream of them is UNKNOWN: one
 * is heard for each question. Whether the numbers have a sign is UNKNOWN and does not matter: nobody is below zero.
 *
 * The module sees whatever stands before it, so a temperature is somebody's only when it is a person's at all, differs from
 * that of the air (a wall has the air's; the half degree is a choice of ours), and stays the same for three answers, a second
 * and more. In air as warm as skin nobody can be told from the wall, and there is no reading. It is the surface of the forehead that
 * is measured, by a module that is no medical device: what it is worth is for the site to judge.
 */
const frameBytes = 9;
const head = [0x5a, 0x5a, 0x45, 0x04];

const answerShape: FrameShape = {
  longestBytes: frameBytes,
  lengthAt(bytes, at) {
    for (const [index, expected] of head.entries()) {
      const byte = bytes[at + index];
      if (byte === undefined) return 'unfinished';
      if (byte !== expected) return 'none';
    }
    if (bytes.length < at + frameBytes) return 'unfinished';
    const sum = bytes.subarray(at, at + frameBytes - 1).reduce((total, byte) => (total + byte) & 0xff, 0);
    return sum === bytes[at + frameBytes - 1] ? frameBytes : 'none';
  },
};

/** °C, the newest last. */
type ShownTemperatures = readonly number[];

const steadyAnswers = 3;
const mostSpread = 0.2;
const leastFromAir = 0.5;

const nobody: VitalRecord = { kind: 'nobody' };

const steadyTemperature: SteadySensor<ShownTemperatures> = {
  emptyWindow: [],
  watch(window, frame) {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const object = view.getInt16(4) / 100;
    const air = view.getInt16(6) / 100;
    if (!isPersons(object) || Math.abs(object - air) < leastFromAir) return { window: [], record: nobody };
    const shown = [...window, object].slice(-steadyAnswers);
    const [least = 0, middle = 0, most = 0] = shown.toSorted((one, other) => one - other);
    // Binary fractions: 36.7 − 36.5 is a hair more than 0.2.
    if (shown.length < steadyAnswers || most - least > mostSpread + 0.001) return { window: shown, record: undefined };
    return { window: [], record: temperatureRecord(middle, undefined) };
  },
  asked: { question: Uint8Array.of(0xa5, 0x45, 0xea), everyMs: 500 },
};

export const mcu90615 = watchedSensor({
  measures: ['body-temperature'],
  shape: answerShape,
  ...steadyTemperature,
  mask: maskNothing,
});
