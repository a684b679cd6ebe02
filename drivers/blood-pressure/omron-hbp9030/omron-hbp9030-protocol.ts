import { fixedRecordShape } from '../../framing/fixed-records.ts';
import { maskLineLike, maskLinesBy } from '../../masking/mask-lines.ts';
import { deviceClockFrom } from '../../measuring/device-clock.ts';
import { type MeasuredRecord, numberFrom } from '../measured-record.ts';

/**
 * The record of an Omron HBP-9030 or HBP-9031C in output format 5 (function item 32 of the device), over USB-CDC or RS-232
 * (CONFIRMED layout, after OMRON's manual 2873643-0F p. 20): 11 fields, 53 characters, CRLF.
 *
 * `YYYY,MM,DD,HH,mm,ID(20),err(1),SYS(3),DIA(3),PR(3),movement(1)`
 *
 * It has no checksum. Every character has its place and the values must be a human's, so most damage is refused; a digit that
 * changed into another plausible digit is not noticed. USB checks each packet itself; on a plain RS-232 cable nobody does.
 */
const template = 'tttt,tt,tt,tt,tt,xxxxxxxxxxxxxxxxxxxx,x,nnn,nnn,nnn,x';

export const hbp9030Shape = fixedRecordShape(template);

/** Reads a frame of `hbp9030Shape`. The ID, which may name a patient, is not looked at. */
export function readHbp9030(frame: Uint8Array): MeasuredRecord {
  const fields = String.fromCharCode(...frame.subarray(0, template.length)).split(',');
  const [year = '', month = '', day = '', hour = '', minute = '', , error = '', ...measured] = fields;
  const [systolic = '', diastolic = '', pulse = '', movement = ''] = measured;
  // Codes other than 0 are UNKNOWN.
  if (error !== '0')
    return {
      kind: 'error',
      failure: { reason: 'device-error', advice: 'try-again', deviceError: error.trim() || undefined },
    };
  return {
    kind: 'values',
    values: {
      systolic: numberFrom(systolic),
      diastolic: numberFrom(diastolic),
      mean: undefined,
      pulse: numberFrom(pulse),
      irregular: undefined,
      moved: /^\d$/.test(movement) ? movement !== '0' : undefined,
      model: undefined,
    },
    clock: deviceClockFrom(year, month, day, hour, minute),
  };
}

/** The ID may name a patient. */
export const maskHbp9030 = maskLinesBy(
  maskLineLike(/^\d{4},\d\d,\d\d,\d\d,\d\d,(?<person>[^,]{20}),\d,[\d ]{3},[\d ]{3},[\d ]{3},\d$/d),
);
