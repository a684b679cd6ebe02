import type { BusinessDay } from './ids.ts';

/** A moment on the wall of the facility. Months are 1–12, hours 0–23. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC at that moment: 420 for Asia/Ho_Chi_Minh. */
  readonly offsetMinutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `at` in epoch ms; `timeZone` an IANA name that the site file's reader has already accepted. */
export function localTimeAt(at: number, timeZone: string): LocalTime {
  const part: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const offsetMinutes = Math.round((asUtc - Math.floor(at / 1000) * 1000) / 60_000);
  return { year, month, day, hour, minute, second, offsetMinutes };
}

/** Epoch ms of a moment on the wall of the facility; of an hour that comes twice, one of the two. */
export function momentOf(local: Omit<LocalTime, 'offsetMinutes'>, timeZone: string): number {
  const { year, month, day, hour, minute, second } = local;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const near = asUtc - localTimeAt(asUtc, timeZone).offsetMinutes * 60_000;
  return asUtc - localTimeAt(near, timeZone).offsetMinutes * 60_000;
}

/** The facility's calendar day at `at`. Whoever serves patients asks the store, which knows how far a clock is believed. */
export function businessDayAt(at: number, timeZone: string): BusinessDay {
  const { year, month, day } = localTimeAt(at, timeZone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` as BusinessDay;
}

/** `2026-11-26` as a day of the calendar; `undefined` for any other text, 31 February included. */
export function businessDayFrom(text: string): BusinessDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const noon = new Date(`${text}T12:00:00Z`);
  const isDay = !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(text);
  return isDay ? (text as BusinessDay) : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const created = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, created);
  return created;
}
