import { delimitedShape } from '../../framing/delimited.ts';
import { betweenEnds, maskFramesBy, maskLineLike } from '../../masking/mask-lines.ts';
import { numberFrom, recordOf, type VitalRecord } from '../vital-record.ts';
import { pushOnlyDevice } from '../vital-signs-device.ts';

/**
 * G-Tech GL-150 and GL-310, height and weight (notes §2.2, layout CONFIRMED): 9600 8N1, for each person
 * `STX hhh.h,ww.ww,M|F|C,ooo.o,bbb.b ETX`: height in cm, weight in kg, then man, woman or child as set on the device. What
 * the last two mean is UNKNOWN (obesity and BMI, it seems); they must be numbers and are not used.
 *
 * The record has no checksum: only its form protects it, so the form is read strictly.
 */
export const gtechGl150 = pushOnlyDevice({
  measures: ['body-height', 'body-weight'],
  shape: delimitedShape({ first: 0x02, last: 0x03, longestBytes: 42 }),
  read,
  // Nobody is named.
  mask: maskFramesBy({
    start: Uint8Array.of(0x02),
    end: 0x03,
    checkBytes: 0,
    longest: 128,
    check: () => 0,
    maskBody: betweenEnds(maskLineLike(/^ *[\d.-]{0,6}(, *[\d.-]{0,6}){1,2}(, *[MFC])?(, *[\d.-]{0,6}){0,2}$/d)),
  }),
});

function read(frame: Uint8Array): VitalRecord {
  const fields = String.fromCharCode(...frame.subarray(1, -1)).split(',');
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
