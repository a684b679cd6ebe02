import { localTimeAt } from '#config/agreements/local-time.ts';

/** What a record says of the device's own clock. `unset`: something that is no time: zeros, month 13, hour 24. */
export type DeviceClock =
  | { readonly kind: 'none' }
  | { readonly kind: 'unset' }
  /** `yyyy-mm-ddThh:mm`, local, a moment of the calendar. */
  | { readonly kind: 'says'; readonly time: string };

export const noDeviceClock: DeviceClock = { kind: 'none' };

/** From the digits of a device's clock. A year of two digits is of this century. */
export function deviceClockFrom(year: string, month: string, day: string, hour: string, minute: string): DeviceClock {
  const wholeYear = year.length === 2 ? `20${year}` : year;
  const time = `${wholeYear}-${month}-${day}T${hour}:${minute}`;
  // Clocks without a battery show zeros, `2000/00/00` or the first day of the year 2000, in which no such device was made.
  return wholeYear > '2000' && isCalendarTime(time) ? { kind: 'says', time } : { kind: 'unset' };
}

function isCalendarTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return false;
  const at = new Date(`${text}:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Clocks of devices run a little wrong, and show the minute only. */
const toleranceMs = 10 * 60_000;

/** Before this software was written no kiosk's clock was right. */
const noKioskBefore = Date.UTC(2024, 0, 1);

/**
 * A wrong clock costs the time stamp, never the reading: nobody is told a time that this reading was not taken at. `isWrong`: the
 * technician should set the clock; `undefined` when nothing can be said, because the device has none or the kiosk's own is not set.
 */
export function judgeDeviceClock(
  said: DeviceClock,
  now: number,
  timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): { readonly deviceTime: string | undefined; readonly isWrong: boolean | undefined } {
  if (said.kind === 'none') return { deviceTime: undefined, isWrong: undefined };
  if (said.kind === 'unset') return { deviceTime: undefined, isWrong: true };
  if (now < noKioskBefore) return { deviceTime: said.time, isWrong: undefined };
  const isWrong = Math.abs(Date.parse(`${said.time}:00Z`) - localAsUtc(now, timeZone)) > toleranceMs;
  return { deviceTime: isWrong ? undefined : said.time, isWrong };
}

function localAsUtc(now: number, timeZone: string): number {
  return now + localTimeAt(now, timeZone).offsetMinutes * 60_000;
}
