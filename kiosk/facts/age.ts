import type { BusinessDay } from '#config/agreements/ids.ts';
import type { BirthDate } from '#drivers/contract/identity.ts';

/** How old somebody is in whole years: with only a year or a month of birth, between two ages. */
export interface Ages {
  readonly youngest: number;
  readonly oldest: number;
}

/** `undefined`: born after `today`. */
export function agesOn(birth: BirthDate, today: BusinessDay): Ages | undefined {
  const { earliest, latest } = span(birth);
  if (earliest > today) return undefined;
  return { oldest: ageOn(today, earliest), youngest: ageOn(today, latest < today ? latest : today) };
}

/** The first and the last day on which the person can have been born, `yyyy-mm-dd`. */
function span(birth: BirthDate): { readonly earliest: string; readonly latest: string } {
  switch (birth.precision) {
    case 'day':
      return { earliest: birth.date, latest: birth.date };
    // Day 31 orders right after every real day of the month; only comparisons are made with it.
    case 'month':
      return { earliest: `${birth.month}-01`, latest: `${birth.month}-31` };
    case 'year': {
      const year = String(birth.year).padStart(4, '0');
      return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
    }
  }
}

/** Whole years. Somebody born on 29 February has their birthday on 1 March of a common year. */
function ageOn(today: string, born: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) >= born.slice(5) ? years : years - 1;
}
