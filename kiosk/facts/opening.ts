import type { BusinessDay } from '#config/agreements/ids.ts';
import { dayAfter, weekdayOf } from '#config/agreements/weekday.ts';
import type { ServiceSettings } from '#config/settings/service-settings.ts';

/** Why nobody is sent to a service now. */
export type NotOpen =
  /** `opens`: when it opens again; `undefined`: not within the next two weeks. */
  | { readonly is: 'closed'; readonly opens: Opening | undefined }
  /** All numbers of the day are given. */
  | { readonly is: 'full' };

export interface Opening {
  readonly day: BusinessDay;
  /** `13:30` */
  readonly time: string;
}

/** Services that take nobody now, by our code; all others are open. */
export type NotOpenNow = ReadonlyMap<string, NotOpen>;

/** What opening depends on. */
export type OpeningSettings = Pick<ServiceSettings, 'code' | 'hours' | 'quota' | 'helpChoosing'>;

/** On the wall of the facility. */
export interface WallTime {
  readonly day: BusinessDay;
  /** Since midnight, 0–1439. */
  readonly minute: number;
}

export interface OpeningFacts {
  /** `undefined`: time is not confirmed, and nothing is closed on its word (law 12). */
  readonly wall: WallTime | undefined;
  readonly closedDays: readonly string[];
  /** How many numbers of this service were given today. */
  readonly given: (code: string) => number;
}

export function notOpenNow(
  services: readonly OpeningSettings[],
  { wall, closedDays, given }: OpeningFacts,
): NotOpenNow {
  const notOpen = new Map<string, NotOpen>();
  if (!wall) return notOpen;
  for (const { code, hours, quota, helpChoosing } of services) {
    if (helpChoosing) continue;
    const opens = nextOpening(hours, wall, closedDays);
    if (opens !== 'open') notOpen.set(code, { is: 'closed', opens });
    else if (quota !== undefined && given(code) >= quota) notOpen.set(code, { is: 'full' });
  }
  return notOpen;
}

const daysAhead = 14;
const minutesOfDay = 24 * 60;

/** A time belongs to the day on which it begins, also when it ends on the next one. */
export function nextOpening(
  hours: OpeningSettings['hours'],
  { day: today, minute: now }: WallTime,
  closedDays: readonly string[],
): Opening | 'open' | undefined {
  if (hours.length === 0) return 'open';
  const times = Array.from({ length: daysAhead + 2 }, (_, at) => at - 1).flatMap((ahead) => {
    const day = dayAfter(today, ahead);
    if (closedDays.includes(day)) return [];
    return hours
      .filter(({ days }) => days.includes(weekdayOf(day)))
      .map(({ from, to }) => {
        const begins = ahead * minutesOfDay + minuteOf(from);
        const lasts = minuteOf(to) - minuteOf(from);
        return { day, time: from, begins, ends: begins + (lasts > 0 ? lasts : lasts + minutesOfDay) };
      });
  });
  if (times.some(({ begins, ends }) => begins <= now && now < ends)) return 'open';
  const [first] = times.filter(({ begins }) => begins > now).toSorted((one, other) => one.begins - other.begins);
  return first && { day: first.day, time: first.time };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** As people say it on this day. */
export function spokenOpening({ day, time }: Opening, today: BusinessDay) {
  const on = day === today ? 'today' : day === dayAfter(today, 1) ? 'tomorrow' : 'later';
  return { on, time, weekday: weekdayOf(day), date: shortDate(day) } as const;
}

/** `02/12` */
export function shortDate(day: BusinessDay): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}`;
}
