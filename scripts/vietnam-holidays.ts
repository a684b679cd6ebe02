/** Writes the table of Vietnam's public holidays from npm `date-holidays`, which no kiosk runs. Test: the table is what this writes. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';

const [firstYear, lastYear] = [2025, 2045];

const dayMs = 86_400_000;

/**
 * Labour Code 45/2019/QH14, art. 112 and 111.3. The library has the lunar days; besides, the second day of the National Day, which is
 * the one before or after as the Government decides each year (both count here), and a working day for each one that falls on a weekend.
 */
export function publicHolidays(year: number): readonly string[] {
  const days = new Set<string>([`${year}-09-01`, `${year}-09-03`]);
  for (const { type, date, start, end } of new Holidays('VN').getHolidays(year)) {
    if (type !== 'public') continue;
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    const count = Math.round((end.getTime() - start.getTime()) / dayMs);
    for (let at = 0; at < count; at += 1) days.add(dayOf(first + at * dayMs));
  }
  for (const day of [...days].toSorted()) {
    if (!isWeekend(day) || /-09-0[13]$/.test(day)) continue;
    days.add(nextWorkingDay(day, days));
  }
  return [...days].filter((day) => !isWeekend(day)).toSorted();
}

function nextWorkingDay(day: string, taken: ReadonlySet<string>): string {
  const next = dayOf(Date.parse(`${day}T00:00:00Z`) + dayMs);
  return isWeekend(next) || taken.has(next) ? nextWorkingDay(next, taken) : next;
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function holidayTable(): string {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, at) => firstYear + at);
  const lines = years.map((year) => {
    const days = publicHolidays(year).map((day) => day.slice(5));
    return `  ${year}: '${days.join(' ')}',`;
  });
  return `/**
 * Public holidays of Vietnam that fall on a day from Monday to Friday, as month and day, written by \`scripts/vietnam-holidays.ts\`.
 * Source: Labour Code 45/2019/QH14, art. 111.3 and 112; lunar days by npm \`date-holidays\`.
 */
export const vietnamHolidays: Readonly<Record<number, string>> = {
${lines.join('\n')}
};
`;
}

export const tablePath = fileURLToPath(new URL('../config/catalogues/vietnam-holidays.ts', import.meta.url));

if (import.meta.main) {
  writeFileSync(tablePath, holidayTable());
  console.log('config/catalogues/vietnam-holidays.ts is written.');
}
