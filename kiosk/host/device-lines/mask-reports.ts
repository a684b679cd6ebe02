import type { Mask } from '#drivers/masking/mask-lines.ts';
import { maskCode } from './mask-document.ts';

/** Input reports of a HID-POS scanner: a card is spread over several of them, and is masked as one code. */
export const maskReports: Mask = (bytes) => {
  const done: Uint8Array[] = [];
  let code: Uint8Array[] = [];
  for (let at = 0; at + reportBytes <= bytes.length; at += reportBytes) {
    const report = bytes.subarray(at, at + reportBytes);
    code.push(report);
    if (!isLast(report)) continue;
    done.push(maskCodeOf(code));
    code = [];
  }
  return Buffer.concat(done);
};

const reportBytes = 64;
const mostDataBytes = 56;
const CR = 0x0d;
const LF = 0x0a;

/** Without the flag, a full report may be followed by the rest of its code; which makers have the flag is known of one. */
function isLast(report: Uint8Array): boolean {
  const data = reportData(report);
  const last = data.at(-1);
  if (last === CR || last === LF) return true;
  return report[63] === 0 && (data.length < mostDataBytes || report[2] === aimStart);
}

/** `]`, the beginning of an AIM identifier: Honeywell's third byte, Zebra's and Datalogic's fourth; Newland sends none. */
const aimStart = 0x5d;

/** What a report carries of its code. */
export function reportData(report: Uint8Array): Uint8Array {
  const from = report[2] === aimStart ? 5 : report[3] === aimStart ? 6 : 2;
  return report.subarray(from, from + Math.min(report[1] ?? 0, mostDataBytes));
}

function maskCodeOf(reports: readonly Uint8Array[]): Uint8Array {
  const masked = Uint8Array.from(Buffer.concat(reports));
  const places = reports.flatMap((report, at) => {
    const data = reportData(report);
    const from = at * reportBytes + (data.byteOffset - report.byteOffset);
    return Array.from(data, (byte, offset) => ({ at: from + offset, byte }));
  });
  const code = places.filter(({ byte }) => byte !== CR && byte !== LF);
  const synthetic = maskCode(Uint8Array.from(code, ({ byte }) => byte));
  for (const [index, { at }] of code.entries()) masked[at] = synthetic[index] ?? 0;
  return masked;
}
