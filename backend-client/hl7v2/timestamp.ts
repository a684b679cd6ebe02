import { localTimeAt } from '#config/agreements/local-time.ts';

const minuteMs = 60_000;

/** `20261122081200+0700` without its seconds, for the minute that was asked about last in each time zone. */
const minutes = new Map<string, { readonly minute: number; readonly upToMinute: string; readonly offset: string }>();

/**
 * TS with seconds and offset, `20261122081200+0700`. `at` in epoch ms, `timeZone` an IANA name.
 *
 * Asking for a local time costs more than the rest of a message, and one message names the same moment several times.
 * Offsets have been whole minutes since 1972, so within a minute only the seconds change.
 */
export function hl7Timestamp(at: number, timeZone: string): string {
  const minute = Math.floor(at / minuteMs);
  let known = minutes.get(timeZone);
  if (known?.minute !== minute) {
    known = { minute, ...minuteAt(minute * minuteMs, timeZone) };
    minutes.set(timeZone, known);
  }
  return known.upToMinute + padded(Math.floor((at - minute * minuteMs) / 1000), 2) + known.offset;
}

function minuteAt(at: number, timeZone: string): { readonly upToMinute: string; readonly offset: string } {
  const { year, month, day, hour, minute, offsetMinutes } = localTimeAt(at, timeZone);
  const minutesAway = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return {
    upToMinute: padded(year, 4) + [month, day, hour, minute].map((part) => padded(part, 2)).join(''),
    offset: sign + padded(Math.floor(minutesAway / 60), 2) + padded(minutesAway % 60, 2),
  };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
