import { unreachable } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import { maskCode } from './mask-document.ts';
import { type Mask, maskEverything, maskFramesBy, maskLineLike, maskLinesBy, maskNothing } from './mask-lines.ts';
import { maskPrintData } from './mask-print-data.ts';
import { maskReports } from './mask-reports.ts';
import { maskText } from './mask-text.ts';

/** What of a device's line may be told: one mask for what it says, one for what it is told. */
export interface LineMasks {
  readonly device: Mask;
  readonly host: Mask;
}

export type Driver = DeviceSettings['driver'];

/** Commands of the kiosk to a measuring device name nobody. */
export function masksFor(driver: Driver): LineMasks {
  return { device: maskOfDevice(driver), host: driver === 'escpos' ? maskPrintData : maskNothing };
}

function maskOfDevice(driver: Driver): Mask {
  switch (driver) {
    case 'serial':
      return maskLinesBy(maskCode);
    case 'escpos':
    case 'nonin-format2':
    case 'suntech-oem':
      return maskNothing;
    case 'and-tm2657':
      return andFrames;
    case 'accuniq-bp500':
      return accuniqFrames;
    case 'omron-hbp9030':
      return maskLinesBy(maskLineLike(omron9030));
    case 'omron-hbp9020':
      return maskLinesBy(maskLineLike(omron9020));
    case 'gtech-gl150':
      return gtechFrames;
    case 'health-o-meter':
      return healthOMeterFrames;
    case 'nonin-ascii':
      return maskLinesBy(maskLineLike(/^[ *]*(\d\d:\d\d:\d\d )?SPO2=[\d-]{2,3}[ *]+HR=[\d-]{2,3}[ *]*$/d));
    case 'onetouch-ultra2':
      return maskLinesBy(maskOneTouchLine);
    case 'hid-pos':
      return maskReports;
    case 'keyboard':
    case 'pcsc-emrtd':
      return maskEverything;
    default:
      return unreachable(driver);
  }
}

const STX = 0x02;
const ETX = 0x03;
const ESC = 0x1b;
const RS = 0x1e;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const xorOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum ^ byte, 0);
const sumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** `SYN SYN SOH 00 STX fields ETX BCC`. The first eleven fields are numbers of the device; an identifier can follow. */
const andFrames = maskFramesBy({
  start: Uint8Array.of(0x16, 0x16, 0x01, 0x30, 0x30, STX),
  end: ETX,
  checkBytes: 1,
  longest: 512,
  check: (body) => xorOf(body.subarray(2)),
  maskBody(body) {
    const fields = splitAt(body.subarray(6, -1), RS);
    const masked = fields.map((field, at) => (isNumberOfAnd(latin1(field), at) ? field : maskText(field)));
    return Buffer.concat([body.subarray(0, 6), joinAt(masked, RS), body.subarray(-1)]);
  },
});

function isNumberOfAnd(field: string, at: number): boolean {
  if (at === 0) return /^TM ?\d{4}[A-Z]{0,2}$/.test(field);
  if (at === 1) return /^\d{10}$/.test(field);
  // A command, or a mark with at most three digits; what is longer could be an identifier.
  return /^[A-Za-z]{0,2}[ \d]{0,3}$/.test(field) || /^[a-z][A-Z]?[ _]*$/.test(field);
}

/** `STX R1,<ID 9>,yymmdd,HHMMSS,SYS,MAP,DIA,PULSE,… ETX SUM`. */
const accuniqFrames = maskFramesBy({
  start: Uint8Array.of(STX),
  end: ETX,
  checkBytes: 1,
  longest: 256,
  check: sumOf,
  maskBody: betweenEnds(maskLineLike(/^R1,(?<person>[^,]{0,20}),\d{6},\d{6}(,\d{3}){4}(,\d{1,5})*$/d)),
});

/** `STX hhh.h,ww.ww,M|F|C,ooo.o,bbb.b ETX`: nobody is named. */
const gtechFrames = maskFramesBy({
  start: Uint8Array.of(STX),
  end: ETX,
  checkBytes: 0,
  longest: 128,
  check: () => 0,
  maskBody: betweenEnds(maskLineLike(/^ *[\d.-]{0,6}(, *[\d.-]{0,6}){1,2}(, *[MFC])?(, *[\d.-]{0,6}){0,2}$/d)),
});

/** `ESC R ESC I<id> ESC W… ESC H… ESC E`: the identifier goes, measures stay. */
const healthOMeterFrames = maskFramesBy({
  start: Uint8Array.of(ESC, 0x52),
  end: 0x45,
  checkBytes: 0,
  longest: 256,
  check: () => 0,
  maskBody: (body) =>
    joinAt(
      splitAt(body, ESC).map((field) =>
        /^([WHTB][\d. -]{0,8}|N[mc]|[RE])?$/.test(latin1(field)) ? field : maskAfterFirst(field),
      ),
      ESC,
    ),
});

const omron9030 = /^\d{4},\d\d,\d\d,\d\d,\d\d,(?<person>[^,]{20}),\d,[\d ]{3},[\d ]{3},[\d ]{3},\d$/d;
const omron9020 = /^bp,(?<person>[^,]{0,20}),\d{4}\/\d\d\/\d\d,\d\d:\d\d(,[\d ]{3}){4},\d{0,2}$/d;

/** `P nnn,"serial","MG/DL " cccc` and the records behind it; the sum of 16 bits at the end of the line goes along. */
function maskOneTouchLine(line: Uint8Array): Uint8Array {
  const text = latin1(line);
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

function betweenEnds(mask: (inner: Uint8Array) => Uint8Array): (body: Uint8Array) => Uint8Array {
  return (body) => Buffer.concat([body.subarray(0, 1), mask(body.subarray(1, -1)), body.subarray(-1)]);
}

function maskAfterFirst(field: Uint8Array): Uint8Array {
  return Buffer.concat([field.subarray(0, 1), maskText(field.subarray(1))]);
}

function splitAt(bytes: Uint8Array, separator: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...parts, bytes.subarray(start)];
}

function joinAt(parts: readonly Uint8Array[], separator: number): Uint8Array {
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [Uint8Array.of(separator), part])));
}
