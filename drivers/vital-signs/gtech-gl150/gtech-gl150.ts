import { cutFrames } from '../delimited-frames.ts';
import { numberFrom, recordOf, type VitalRecord } from '../vital-record.ts';
import type { SpeakingProtocol } from '../vital-signs-device.ts';

/**
 * G-Tech GL-150 and GL-310, height and weight (notes §2.2, layout CONFIRMED): 9600 8N1, for each person
 * `STX hhh.h,ww.ww,M|F|C,ooo.o,bbb.b ETX`: height in cm, weight in kg, then man, woman or child as set on the device. What
 * the last two mean is UNKNOWN (obesity and BMI, it seems); they must be numbers and are not used.
 *
 * The record has no checksum: only its form protects it, so the form is read strictly.
 */
export const gtechGl150: SpeakingProtocol<Uint8Array> = {
  measures: ['body-height', 'body-weight'],
  speaks: 'record',
  start: new Uint8Array(),
  cut(before, chunk) {
    const { frames, rest, skipped } = cutFrames(before, chunk, { first: 0x02, last: 0x03, longest: 40 });
    const records = frames.map(recordFrom);
    return { framing: rest, records: skipped > 0 && records.length === 0 ? [{ kind: 'damaged' }] : records };
  },
  isInRecord: (framing) => framing.length > 0,
};

function recordFrom(frame: Uint8Array): VitalRecord {
  const fields = String.fromCharCode(...frame).split(',');
  const [heightText = '', weightText = '', group = '', fourth = '', fifth = ''] = fields;
  const height = numberFrom(heightText);
  const weight = numberFrom(weightText);
  const others = [fourth, fifth].map(numberFrom);
  if (fields.length !== 5 || !/^[MFC]$/.test(group) || others.includes(undefined)) return { kind: 'damaged' };
  if (height === undefined || weight === undefined) return { kind: 'damaged' };
  return recordOf(
    [
      { of: 'body-height', value: height, unit: 'cm' },
      { of: 'body-weight', value: weight, unit: 'kg' },
    ],
    undefined,
  );
}
