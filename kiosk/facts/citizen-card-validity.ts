import type { BirthDate, CitizenCard } from '#drivers/contract/identity.ts';

/** Ages at which a citizen card is renewed (Luật Căn cước 26/2023/QH15, article 21, as article 21 of the law before it). */
const renewalAges = [14, 25, 40, 60] as const;
/** A card that was issued within so many years before such an age is good until the next one. */
const yearsBefore = 2;

/**
 * The last day of a citizen card, `yyyy-mm-dd`, by the law, since the code does not say it. `undefined`: it has none, or nobody knows:
 * unknown is never "expired" (law 9).
 */
export function citizenCardEndsOn(birth: BirthDate | undefined, { issuedOn }: CitizenCard): string | undefined {
  if (birth?.precision !== 'day' || issuedOn === undefined || issuedOn < birth.date) return undefined;
  return renewalAges
    .filter((age) => issuedOn < yearsLater(birth.date, age - yearsBefore))
    .map((age) => yearsLater(birth.date, age))[0];
}

/** Born on 29 February: 28 February of a year that has no such day. */
function yearsLater(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const monthAndDay = date.slice(4);
  const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${String(year).padStart(4, '0')}${monthAndDay === '-02-29' && !isLeap ? '-02-28' : monthAndDay}`;
}
