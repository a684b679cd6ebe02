import type { FrameShape } from '../../framing/frames.ts';
import { joinAt, maskFramesBy, splitAt } from '../../masking/mask-lines.ts';
import { maskText } from '../../masking/mask-text.ts';
import { type DeviceClock, deviceClockFrom } from '../../measuring/device-clock.ts';
import { type MeasuredRecord, type MeasurementFailure, numberFrom } from '../measured-record.ts';

/**
 * What an A&D TM-2655 or TM-2657 says on its RS-232C line, 8N1, 2,400 baud as delivered (CONFIRMED: five programs and one
 * real frame).
 *
 * Commands and records are `SYN SYN SOH addr addr STX … ETX BCC`; BCC is the XOR of every byte from SOH to ETX. A frame is
 * taken from its SOH on, so that a lost SYN costs nothing. The answer to a command is known to end with ACK; that `SYN SYN
 * SOH addr addr` stands before it is inferred, so a bare ACK or NAK is taken too.
 */
export type Tm2657Command = 'ST' | 'SP' | 'RB';

const [syn, soh, stx, etx, ack, nak, recordSeparator] = [0x16, 0x01, 0x02, 0x03, 0x06, 0x15, 0x1e];

export function tm2657Command(command: Tm2657Command): Uint8Array {
  const [first, second] = [command.charCodeAt(0), command.charCodeAt(1)];
  const checked = Uint8Array.of(soh, 0x30, 0x30, stx, first, second, etx);
  return Uint8Array.of(syn, syn, ...checked, blockCheck(checked));
}

/** The XOR of all bytes. */
export function blockCheck(bytes: Uint8Array): number {
  return bytes.reduce((check, byte) => check ^ byte, 0);
}

/** The real frame has 136 bytes from its SOH on; fields of which the meaning is UNKNOWN may be longer elsewhere. */
const longestFrameBytes = 320;

export const tm2657Shape: FrameShape = {
  longestBytes: longestFrameBytes,
  lengthAt(bytes, at) {
    const first = bytes[at];
    if (first === ack || first === nak) return 1;
    if (first !== soh) return 'none';
    const [addressHigh, addressLow, kind] = [bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    for (const address of [addressHigh, addressLow]) {
      if (address === undefined) return 'unfinished';
      if (!isVisible(address)) return 'none';
    }
    if (kind === undefined) return 'unfinished';
    if (kind === ack || kind === nak) return 4;
    if (kind !== stx) return 'none';
    for (let index = at + 4; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte === etx) return index + 1 < bytes.length ? index + 2 - at : 'unfinished';
      // Anything else means that this frame broke off and another one begins.
      if (byte === undefined || !(isVisible(byte) || byte === recordSeparator)) return 'none';
    }
    return 'unfinished';
  },
};

function isVisible(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

/**
 * - `acknowledged`, `refused`: the answer to a command. A bare one, of a single byte, could also be noise.
 * - `record`: a result or an error.
 * - `damaged`: its block check is wrong, or its fields are not where they belong.
 */
export type Tm2657Message =
  | { readonly kind: 'acknowledged' | 'refused'; readonly bare: boolean }
  | { readonly kind: 'record'; readonly record: MeasuredRecord; readonly text: string }
  | { readonly kind: 'damaged' };

/** Reads a frame of `tm2657Shape`. */
export function readTm2657(frame: Uint8Array): Tm2657Message {
  const last = frame[frame.length - 1];
  if (frame.length === 1 || frame.length === 4)
    return { kind: last === ack ? 'acknowledged' : 'refused', bare: frame.length === 1 };
  if (last !== blockCheck(frame.subarray(0, -1))) return { kind: 'damaged' };
  const text = String.fromCharCode(...frame.subarray(4, -2));
  const record = recordFrom(text.split('\x1e'));
  return record ? { kind: 'record', record, text } : { kind: 'damaged' };
}

/**
 * Fields have their places: the fourth is a bare `M` of UNKNOWN meaning, the seventh is `M` and the mean, so a letter alone
 * names nothing. Numbers are padded with blanks.
 */
function recordFrom(fields: readonly string[]): MeasuredRecord | undefined {
  const [model = '', clock = '', , , error = '', systolic = '', mean = '', diastolic = '', pulse = ''] = fields;
  if (!/^E\d\d$/.test(error)) return undefined;
  if (error !== 'E00') return { kind: 'error', failure: failureFrom(error) };
  if (!(systolic.startsWith('S') && mean.startsWith('M') && diastolic.startsWith('D') && pulse.startsWith('P')))
    return undefined;
  return {
    kind: 'values',
    values: {
      systolic: numberFrom(systolic.slice(1)),
      diastolic: numberFrom(diastolic.slice(1)),
      mean: numberFrom(mean.slice(1)),
      pulse: numberFrom(pulse.slice(1)),
      irregular: countedAbove0(fields[12], 'i'),
      moved: countedAbove0(fields[13], 'm'),
      model: /^[A-Za-z0-9-]{1,16}$/.test(model) ? model : undefined,
    },
    clock: clockFrom(clock),
  };
}

/** `yymmddHHMM` */
function clockFrom(text: string): DeviceClock {
  const [year = '', month = '', day = '', hour = '', minute = ''] = text.match(/../g) ?? [];
  return deviceClockFrom(year, month, day, hour, minute);
}

/** `i 0` irregular beats, `m0` movement (SINGLE); the TM-2655P's shorter record has neither. */
function countedAbove0(field: string | undefined, letter: string): boolean | undefined {
  if (!field?.startsWith(letter)) return undefined;
  const count = numberFrom(field.slice(1));
  return Number.isNaN(count) ? undefined : count > 0;
}

/** SINGLE: one program that quotes A&D. Codes that it does not name are errors of the device. */
function failureFrom(deviceError: string): MeasurementFailure {
  switch (deviceError) {
    // No pressure, too slow, too fast or too little: a loose, wrong or leaking cuff.
    case 'E11':
    case 'E12':
    case 'E13':
    case 'E15':
    case 'E42':
      return { reason: 'cuff', advice: 'put-cuff-right', deviceError };
    // Exhaust too slow, too fast.
    case 'E21':
    case 'E22':
      return { reason: 'cuff', advice: 'try-again', deviceError };
    case 'E23':
      return { reason: 'over-pressure', advice: 'sit-still', deviceError };
    case 'E43':
      return { reason: 'no-pulse', advice: 'put-cuff-right', deviceError };
    case 'E44':
      return { reason: 'moved', advice: 'sit-still', deviceError };
    // Time limit; diastolic, mean, systolic, pulse undetermined; out of range.
    case 'E24':
    case 'E45':
    case 'E46':
    case 'E48':
    case 'E61':
    case 'E63':
      return { reason: 'not-determined', advice: 'sit-still', deviceError };
    default:
      return { reason: 'device-error', advice: 'try-again', deviceError };
  }
}

/** `SYN SYN SOH 00 STX fields ETX BCC`. The first eleven fields are numbers of the device; an identifier can follow. */
export const maskTm2657 = maskFramesBy({
  start: Uint8Array.of(syn, syn, soh, 0x30, 0x30, stx),
  end: etx,
  checkBytes: 1,
  longest: 512,
  check: (body) => blockCheck(body.subarray(2)),
  maskBody(body) {
    const fields = splitAt(body.subarray(6, -1), recordSeparator);
    const masked = fields.map((field, at) =>
      isNumber(Buffer.from(field).toString('latin1'), at) ? field : maskText(field),
    );
    return Buffer.concat([body.subarray(0, 6), joinAt(masked, recordSeparator), body.subarray(-1)]);
  },
});

function isNumber(field: string, at: number): boolean {
  if (at === 0) return /^TM ?\d{4}[A-Z]{0,2}$/.test(field);
  if (at === 1) return /^\d{10}$/.test(field);
  // A command, or a mark with at most three digits; what is longer could be an identifier.
  return /^[A-Za-z]{0,2}[ \d]{0,3}$/.test(field) || /^[a-z][A-Z]?[ _]*$/.test(field);
}
