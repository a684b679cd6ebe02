import type { BusinessDay } from '#config/agreements/ids.ts';
import type { EarlierPressure } from '../contract/look-up.ts';

/** As a hospital tells it; `isMean`: the mean of a sitting, not one reading. */
export interface ToldPressure {
  readonly day: string;
  readonly systolic: number;
  readonly diastolic: number;
  readonly isMean: boolean;
}

const mostEarlier = 12;
/** mm[Hg], wide on purpose: outside of them it is the record's mistake (what monitors of ours can show at most). */
const plausible = { systolic: [50, 300], diastolic: [20, 200] } as const;

/**
 * What of it a trend can be drawn from: real days up to `today`, pressures that a person can have, one a day (a mean before a reading,
 * else the last that was told), the latest twelve, oldest first.
 */
export function earlierPressures(told: readonly ToldPressure[], today: BusinessDay): readonly EarlierPressure[] {
  const byDay = new Map<string, ToldPressure>();
  for (const each of told) {
    if (!isDay(each.day) || each.day > today || !isPlausible(each)) continue;
    const other = byDay.get(each.day);
    if (!other?.isMean || each.isMean) byDay.set(each.day, each);
  }
  return [...byDay.values()]
    .toSorted((one, other) => (one.day < other.day ? -1 : 1))
    .slice(-mostEarlier)
    .map(({ day, systolic, diastolic }) => ({ day, systolic: Math.round(systolic), diastolic: Math.round(diastolic) }));
}

function isPlausible({ systolic, diastolic }: ToldPressure): boolean {
  const isIn = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most;
  return isIn(systolic, plausible.systolic) && isIn(diastolic, plausible.diastolic) && diastolic < systolic;
}

/** `yyyy-mm-dd`, and there is such a day. */
function isDay(text: string): boolean {
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
