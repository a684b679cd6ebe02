import { localTimeAt } from '#config/agreements/local-time.ts';

/** TS with seconds and offset, `20261122081200+0700`. `at` in epoch ms, `timeZone` an IANA name. */
export function hl7Timestamp(at: number, timeZone: string): string {
  const { year, month, day, hour, minute, second, offsetMinutes } = localTimeAt(at, timeZone);
  const minutes = Math.abs(offsetMinutes);
  const offset = (offsetMinutes < 0 ? '-' : '+') + padded(Math.floor(minutes / 60), 2) + padded(minutes % 60, 2);
  return padded(year, 4) + [month, day, hour, minute, second].map((part) => padded(part, 2)).join('') + offset;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
