import type { Quantity } from '../../contract/vital-signs.ts';
import { maskText } from '../../masking/mask-text.ts';
import { type DeviceClock, deviceClockFrom } from '../../measuring/device-clock.ts';
import { recordOf } from '../vital-record.ts';

/**
 * LifeScan OneTouch Ultra2 (its protocol paper and open driver code, CONFIRMED; notes §2.4): 9600 8N1. The kiosk asks with
 * `DC1 CR command CR`, the meter answers with lines that end with a blank, four hexadecimal digits and CR LF; the digits
 * are the 16-bit sum of the bytes before the blank. Pure.
 */

/** `DMP` gives out the memory, `DMF` the meter's date and time. */
export type MeterCommand = 'DMP' | 'DMF';

export function encodeCommand(command: MeterCommand): Uint8Array {
  return new TextEncoder().encode(`\x11\r${command}\r`);
}

export const longestMeterLine = 120;

/** What a line says; `undefined` for one whose sum is wrong or that nobody knows. */
export type MeterLine =
  /** `P nnn,"serial","MG/DL "`: so many readings follow. */
  | { readonly kind: 'memory-header'; readonly count: number; readonly serial: string }
  | { readonly kind: 'reading'; readonly reading: StoredReading }
  | { readonly kind: 'meter-time'; readonly at: number | undefined };

export interface StoredReading {
  /** The meter's clock, which may not be set. */
  readonly clock: DeviceClock;
  /** The same with its seconds, as if it were UTC; epoch ms. `undefined` when it is no time. */
  readonly at: number | undefined;
  readonly what: 'glucose' | 'control-solution' | 'unreadable';
  /** `undefined` where the meter marks its own memory as damaged, or the number is none a human has. */
  readonly quantity: Quantity | undefined;
  /** As it stands in the memory. A meter whose clock stands still may keep the same text twice. */
  readonly key: string;
}

export function readMeterLine(line: string): MeterLine | undefined {
  // The meter repeats what wakes it (DC1) before an answer.
  const [, text, sum] = /^\x11?(.+) ([0-9A-F]{4})$/.exec(line) ?? [];
  if (text === undefined || sum === undefined || sumOf(text) !== Number.parseInt(sum, 16)) return undefined;
  const [, count, serial] = /^P (\d{3}),"([0-9A-Z]{9})","(?:MG\/DL |MMOL\/L)"$/.exec(text) ?? [];
  if (count !== undefined && serial !== undefined) return { kind: 'memory-header', count: Number(count), serial };
  if (text.startsWith('F ')) {
    const time = timeFrom(text.slice(2));
    return time && { kind: 'meter-time', at: time.at };
  }
  const reading = readingFrom(text);
  return reading && { kind: 'reading', reading };
}

/** The sum that stands behind a line's text; Latin-1. */
export function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) & 0xffff;
  return sum;
}

/** `P "MON","mm/dd/yy","hh:mm:ss   ","  105 ","N","00", 00`: C in front of the number is control solution, ? behind it damage. */
function readingFrom(text: string): StoredReading | undefined {
  const [, time = '', value = ''] =
    /^P ("[A-Z]{3}","[^"]*","[^"]*"),"([^"]{3,8})","[A-Z]","\d\d", \d\d$/.exec(text) ?? [];
  const when = timeFrom(time);
  if (!when) return undefined;
  const [, mark, number, damage] = /^([C ]) *(\d{1,3}|\d{1,2}\.\d)([? ])$/.exec(value) ?? [];
  if (number === undefined || damage === '?') return { ...when, what: 'unreadable', quantity: undefined, key: text };
  if (mark === 'C') return { ...when, what: 'control-solution', quantity: undefined, key: text };
  return { ...when, what: 'glucose', quantity: quantityFrom(number), key: text };
}

/**
 * The memory is in mg/dL whatever the meter displays (open driver code, SINGLE), and whole numbers are nothing else. Should
 * a meter give tenths, only mmol/L has them. Nothing is converted.
 */
function quantityFrom(number: string): Quantity | undefined {
  const unit = number.includes('.') ? 'mmol/L' : 'mg/dL';
  const quantity = { of: 'glucose', value: Number(number), unit } as const;
  return recordOf([quantity], undefined).kind === 'result' ? quantity : undefined;
}

/**
 * `"MON","mm/dd/yy","hh:mm:ss   "`; the meter knows no century but this one. `undefined` when it has another form; digits that
 * are no time cost the time alone.
 */
function timeFrom(text: string): { readonly clock: DeviceClock; readonly at: number | undefined } | undefined {
  const parts = /^"[A-Z]{3}","(\d\d)\/(\d\d)\/(\d\d)","(\d\d):(\d\d):(\d\d) *"$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [month = '', day = '', year = '', hour = '', minute = '', second = ''] = parts;
  const clock = deviceClockFrom(year, month, day, hour, minute);
  const at = clock.kind === 'says' && second < '60' ? Date.parse(`${clock.time}:${second}Z`) : undefined;
  return { clock, at };
}

/** `P nnn,"serial","MG/DL " cccc` and the records behind it; the sum of 16 bits at the end of the line goes along. */
export function maskMeterLine(line: Uint8Array): Uint8Array {
  const text = Buffer.from(line).toString('latin1');
  const record = /^P "[A-Z]{3}","[\d/]{8}","[\d: ]{8,11}","[ \dA-Z]{1,6}","[A-Z ]{1,2}","\d\d", ?\d\d [0-9A-Fa-f]{4}$/;
  if (text === '' || record.test(text)) return line;
  const header = /^P \d{3},"(?<person>[^"]{0,12})","[A-Za-z/ ]{5,8}" (?<sum>[0-9A-Fa-f]{4})$/d.exec(text);
  const [at, until] = header?.indices?.groups?.person ?? [];
  const [sumAt] = header?.indices?.groups?.sum ?? [];
  if (at === undefined || until === undefined || sumAt === undefined) return maskText(line);
  const masked = Buffer.concat([line.subarray(0, at), maskText(line.subarray(at, until)), line.subarray(until, sumAt)]);
  const given = Number.parseInt(text.slice(sumAt), 16);
  const sum = (given - wideSum(line.subarray(0, sumAt)) + wideSum(masked)) & 0xffff;
  return Buffer.concat([masked, Buffer.from(sum.toString(16).toUpperCase().padStart(4, '0'))]);
}

const wideSum = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);
