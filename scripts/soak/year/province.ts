import type { BusinessDay } from '#config/agreements/ids.ts';
import { momentOf } from '#config/agreements/local-time.ts';
import { dayAfter, type Weekday, weekdayOf } from '#config/agreements/weekday.ts';
import { type HubFile, hubFile } from '#config/settings/hub-file.ts';

/** What one province counted in 2024. The sum is real; how it is spread over days, hours and services is made up. */
export const visitsOfYear = 2_244_168;
export const daysOfYear = 366;
/** Of the next year that has as many days: a kiosk believes no clock that is older than its program. */
export const firstDay = '2028-01-01' as BusinessDay;
export const timeZone = 'Asia/Ho_Chi_Minh';

export interface DayPlan {
  readonly day: BusinessDay;
  readonly visits: number;
}

/** How full a day is beside a Monday. */
const fullness = {
  mon: 1,
  tue: 0.9,
  wed: 0.85,
  thu: 0.85,
  fri: 0.8,
  sat: 0.45,
  sun: 0.25,
} as const satisfies Readonly<Record<Weekday, number>>;

/**
 * The first `days` days of the year, or of those on which a hospital is open that opens `every` so many days; `visits`: all of them
 * together, where it is not the year's own number of these days.
 */
export function planOfDays(days: number, visits?: number, every = 1): readonly DayPlan[] {
  const year = Array.from({ length: Math.max(days, visits === undefined ? daysOfYear : days) }, (_, later) =>
    dayAfter(firstDay, later * every),
  );
  const whole = year.reduce((sum, day) => sum + fullness[weekdayOf(day)], 0);
  const total = visits ?? visitsOfYear;
  let before = 0;
  let full = 0;
  return year
    .map((day) => {
      full += fullness[weekdayOf(day)];
      const until = Math.round((total * full) / whole);
      const ofDay = { day, visits: until - before };
      before = until;
      return ofDay;
    })
    .slice(0, days);
}

/** `share`: of those who come from outside; `rooms`: how many counters call it. */
export const services = [
  { code: 'noi', prefix: 'A', name: 'Khám Nội', share: 20, rooms: 18, place: 'clinic' },
  { code: 'tim-mach', prefix: 'B', name: 'Khám Tim mạch', share: 10, rooms: 9, place: 'clinic' },
  { code: 'nhi', prefix: 'C', name: 'Khám Nhi', share: 14, rooms: 12, place: 'clinic' },
  { code: 'san', prefix: 'D', name: 'Khám Sản phụ khoa', share: 10, rooms: 9, place: 'clinic' },
  { code: 'ngoai', prefix: 'E', name: 'Khám Ngoại', share: 12, rooms: 11, place: 'clinic' },
  { code: 'mat', prefix: 'G', name: 'Khám Mắt', share: 8, rooms: 8, place: 'clinic' },
  { code: 'tai-mui-hong', prefix: 'H', name: 'Khám Tai mũi họng', share: 8, rooms: 8, place: 'clinic' },
  { code: 'rang-ham-mat', prefix: 'K', name: 'Khám Răng hàm mặt', share: 6, rooms: 6, place: 'clinic' },
  { code: 'da-lieu', prefix: 'L', name: 'Khám Da liễu', share: 6, rooms: 6, place: 'clinic' },
  { code: 'xet-nghiem', prefix: 'M', name: 'Lấy mẫu xét nghiệm', share: 4, rooms: 7, place: 'tests' },
  { code: 'x-quang', prefix: 'N', name: 'Chụp X-quang', share: 1, rooms: 3, place: 'tests' },
  { code: 'sieu-am', prefix: 'P', name: 'Siêu âm', share: 1, rooms: 3, place: 'tests' },
] as const;

export const places = ['clinic', 'tests'] as const;
/** The hospital's system calls at every counter; one person closes the day. */
export const systemId = 'his';
export const supervisor = { name: 'Trưởng khoa Thử', role: 'supervisor', pin: '271828' } as const;

export function kioskIds(kiosks: number): readonly string[] {
  return Array.from({ length: kiosks }, (_, which) => `kiosk-${which + 1}`);
}

export function hubFileOfYear(
  more: Pick<HubFile, 'dataDir' | 'database' | 'listen'>,
  kiosks: readonly string[],
): HubFile {
  return hubFile.parse({
    profile: 'production',
    site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone },
    ...more,
    services: services.map(({ code, prefix, name }) => ({
      code,
      prefix,
      name: { vi: name },
      hisCode: code,
      room: code,
    })),
    places: places.map((id) => ({
      id,
      name: { vi: id },
      services: services.filter(({ place }) => place === id).map(({ code }) => code),
    })),
    counters: services.flatMap(({ code, rooms, place }) =>
      Array.from({ length: rooms }, (_, room) => ({
        id: `${code}-${room + 1}`,
        name: { vi: `${code} ${room + 1}` },
        place,
        services: [code],
      })),
    ),
    systems: [{ id: systemId }],
    kiosks: kiosks.map((id) => ({ id, place: 'clinic' })),
  });
}

/** Somebody who comes to the hospital. Nobody real; a card is a number that nobody has. */
export interface Visitor {
  /** Epoch ms. */
  readonly at: number;
  /** At which kiosk; `undefined`: the desk gives the number. */
  readonly kiosk: number | undefined;
  readonly serviceCode: string;
  readonly isPriority: boolean;
  readonly appointmentAt: number | undefined;
  readonly card: number;
  /** What this person does some time after having the number. */
  readonly later: LaterAct | undefined;
}

/** `scans-elsewhere`: the same card at another kiosk, which has to know the number. */
export type LaterAct = 'raise-lane' | 'another-card' | 'change-service' | 'give-up' | 'scans-elsewhere';

const later: readonly (readonly [LaterAct, number])[] = [
  ['raise-lane', 0.02],
  ['another-card', 0.03],
  ['change-service', 0.015],
  ['give-up', 0.01],
  ['scans-elsewhere', 0.02],
];

/** Numbers are given from 6:30 until 16:00, the most of them in the morning. */
const opens = { hour: 6, minute: 30 };
const openMs = 9.5 * 3_600_000;
export const sliceMs = 5 * 60_000;
/** So many slices counters may be behind, while the hub answers them: nobody at a hospital waits for the slowest counter of all. */
export const slicesBehind = 3;
const deskShare = 0.01;

export function openingOf(day: BusinessDay): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return momentOf({ year, month, day: date, ...opens, second: 0 }, timeZone);
}

export function noonOf(day: BusinessDay): number {
  return openingOf(day) + 5.5 * 3_600_000;
}

/** In the order in which they come. */
export function visitorsOf({ day, visits }: DayPlan, kiosks: number, random: () => number): readonly Visitor[] {
  const opening = openingOf(day);
  const shares = services.reduce((sum, { share }) => sum + share, 0);
  return Array.from({ length: visits }, (_, which): Visitor => {
    const at = opening + Math.floor(openMs * random() ** 1.7);
    const isAtDesk = random() < deskShare;
    const isAppointed = random() < 0.1;
    return {
      at,
      kiosk: isAtDesk ? undefined : Math.floor(random() * kiosks),
      serviceCode: drawn(services, ({ share }) => share / shares, random)?.code ?? 'noi',
      isPriority: random() < 0.18,
      appointmentAt: isAppointed ? at + Math.floor((random() - 0.3) * 3_600_000) : undefined,
      card: which,
      later: isAtDesk ? undefined : drawn(later, ([, share]) => share, random)?.[0],
    };
  }).toSorted((one, other) => one.at - other.at);
}

/** One of them by its share; nothing for the rest. */
export function drawn<Each>(
  all: readonly Each[],
  share: (each: Each) => number,
  random: () => number,
): Each | undefined {
  let left = random();
  for (const each of all) {
    left -= share(each);
    if (left < 0) return each;
  }
  return undefined;
}
