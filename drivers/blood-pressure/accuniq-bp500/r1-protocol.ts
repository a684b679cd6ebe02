import { delimitedShape } from '../../framing/delimited.ts';
import { betweenEnds, maskFramesBy, maskLineLike } from '../../masking/mask-lines.ts';
import { type DeviceClock, deviceClockFrom } from '../../measuring/device-clock.ts';
import { type MeasuredRecord, numberFrom } from '../measured-record.ts';

/**
 * The "R1" protocol of the Selvas ACCUNIQ BP500, also sold as Terumo BP-500 and BR-500 (CONFIRMED: three programs and real
 * captures), 9,600 baud 8N1 (SINGLE): `STX … ETX SUM`, SUM being the 8-bit sum of every byte from STX to ETX, and nothing
 * after it.
 *
 * The host asks with ENQ and is answered by `R1,<ID 9>,<yymmdd>,<HHMMSS>,<SYS>,<MAP>,<DIA>,<PULSE>,…`, all zeros when there is
 * no result. ACK deletes the result that the device keeps.
 */
const [stx, etx, enq, ack] = [0x02, 0x03, 0x05, 0x06];

export const r1Enquiry = r1Command(enq);
export const r1Delete = r1Command(ack);

function r1Command(command: number): Uint8Array {
  return Uint8Array.of(stx, command, etx, (stx + command + etx) & 0xff);
}

/** The sum of all bytes, modulo 256. */
export function byteSum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

/** The real record has 69 bytes; the meaning of its last fields is UNKNOWN, and they may be longer elsewhere. */
const longestFrameBytes = 160;

export const r1Shape = delimitedShape({ first: stx, last: etx, longestBytes: longestFrameBytes, behind: 1 });

/**
 * - `nothing`: the device keeps no result.
 * - `other`: whole, but no result: the answer to some other question.
 * - `damaged`: its sum is wrong.
 */
export type R1Message =
  | { readonly kind: 'record'; readonly record: MeasuredRecord; readonly text: string }
  | { readonly kind: 'nothing' | 'other' | 'damaged' };

/** Reads a frame of `r1Shape`. The ID, which may name a patient, is not interpreted. */
export function readR1(frame: Uint8Array): R1Message {
  if (frame[frame.length - 1] !== byteSum(frame.subarray(0, -1))) return { kind: 'damaged' };
  const text = String.fromCharCode(...frame.subarray(1, -2));
  const [kind, , date = '', time = '', systolic = '', mean = '', diastolic = '', pulse = ''] = text.split(',');
  if (kind !== 'R1') return { kind: 'other' };
  // Whether an empty answer carries the time is UNKNOWN: without values there is no result.
  if ([systolic, mean, diastolic, pulse].every((value) => /^[ 0]*$/.test(value))) return { kind: 'nothing' };
  const values = {
    systolic: numberFrom(systolic),
    diastolic: numberFrom(diastolic),
    mean: numberFrom(mean),
    pulse: numberFrom(pulse),
    irregular: undefined,
    moved: undefined,
    model: undefined,
  };
  return { kind: 'record', record: { kind: 'values', values, clock: clockFrom(date, time) }, text };
}

/** `yymmdd` and `HHMMSS`. */
function clockFrom(date: string, time: string): DeviceClock {
  const [year = '', month = '', day = ''] = date.match(/../g) ?? [];
  const [hour = '', minute = ''] = time.match(/../g) ?? [];
  return deviceClockFrom(year, month, day, hour, minute);
}

/** `STX R1,<ID 9>,yymmdd,HHMMSS,SYS,MAP,DIA,PULSE,… ETX SUM`. */
export const maskR1 = maskFramesBy({
  start: Uint8Array.of(stx),
  end: etx,
  checkBytes: 1,
  longest: 256,
  check: byteSum,
  maskBody: betweenEnds(maskLineLike(/^R1,(?<person>[^,]{0,20}),\d{6},\d{6}(,\d{3}){4}(,\d{1,5})*$/d)),
});
