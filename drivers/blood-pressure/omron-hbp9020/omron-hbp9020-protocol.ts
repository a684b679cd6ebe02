import { fixedRecordShape } from '../../framing/fixed-records.ts';
import { maskLineLike, maskLinesBy } from '../../masking/mask-lines.ts';
import { deviceClockFrom } from '../../measuring/device-clock.ts';
import { type MeasuredRecord, numberFrom } from '../measured-record.ts';

/**
 * The record of an Omron HBP-9020 in mode 5 / F3 (CONFIRMED layout: two programs and a real sample), ended by CR or CRLF:
 *
 * `bp,<ID 20>,YYYY/MM/DD,HH:MM,SYS,MAP,DIA,PUL,n`
 *
 * It has no checksum; see `omron-hbp9030-protocol.ts`. The mean and, on RS-232, the parity bit catch more than there.
 *
 * What `n` means is disputed: one program calls it an error code, another one movement, and the real sample has a 3 beside
 * values that are a human's. So values that are there count and `n` is not interpreted; where there are none, `n` is the
 * device's error.
 */
const template = 'bp,xxxxxxxxxxxxxxxxxxxx,tttt/tt/tt,tt:tt,nnn,nnn,nnn,nnn,x';

export const hbp9020Shape = fixedRecordShape(template);

/** Reads a frame of `hbp9020Shape`. The ID, which may name a patient, is not looked at. */
export function readHbp9020(frame: Uint8Array): MeasuredRecord {
  const fields = String.fromCharCode(...frame.subarray(0, template.length)).split(',');
  const [, , date = '', time = '', systolic = '', mean = '', diastolic = '', pulse = '', last = ''] = fields;
  if ([systolic, mean, diastolic, pulse].every((value) => /^[ 0]+$/.test(value)))
    return {
      kind: 'error',
      failure: { reason: 'device-error', advice: 'try-again', deviceError: last.trim() || undefined },
    };
  const [year = '', month = '', day = ''] = date.split('/');
  const [hour = '', minute = ''] = time.split(':');
  return {
    kind: 'values',
    values: {
      systolic: numberFrom(systolic),
      diastolic: numberFrom(diastolic),
      mean: numberFrom(mean),
      pulse: numberFrom(pulse),
      irregular: undefined,
      moved: undefined,
      model: undefined,
    },
    clock: deviceClockFrom(year, month, day, hour, minute),
  };
}

/** The ID may name a patient. */
export const maskHbp9020 = maskLinesBy(
  maskLineLike(/^bp,(?<person>[^,]{0,20}),\d{4}\/\d\d\/\d\d,\d\d:\d\d(,[\d ]{3}){4},\d{0,2}$/d),
);
