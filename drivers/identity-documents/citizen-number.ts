import { unreachable } from '#config/agreements/result.ts';
import { birthProvinces } from '#config/catalogues/birth-provinces.ts';
import type { BirthDate, IdentityWarning, Sex } from '../contract/identity.ts';

/**
 * How a personal identification number used to be built: province (3 digits), century and sex (1), year of birth (2),
 * random (6) (Decree 137/2015 art. 13, Circular 59/2021). The circular lapsed on 1 July 2024 and the law on identification
 * (26/2023 art. 12) promises 12 digits only, so a number that differs is remarkable, not wrong (law 9).
 */
export function remarksOnCitizenNumber(number: string, sex: Sex, birth: BirthDate | undefined): IdentityWarning[] {
  const remarks: IdentityWarning[] = [];
  const centuryAndSex = Number(number[3]);
  if (!birthProvinces.has(number.slice(0, 3))) remarks.push('birth-place-unknown');

  const sexOfNumber: Sex = centuryAndSex % 2 === 0 ? 'male' : 'female';
  if (sex !== 'unknown' && sex !== sexOfNumber) remarks.push('sex-does-not-match-number');

  const yearOfNumber = 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(number.slice(4, 6));
  if (birth && yearOf(birth) !== yearOfNumber) remarks.push('year-does-not-match-number');
  return remarks;
}

/**
 * The century (19, 20 …) in which its holder was born, for a zone's `yyMMdd`, which has two digits of the year. It stands in the
 * number as long as these two are the same there; otherwise nobody knows, and a wrong century would be another person.
 */
export function centuryIn(number: string, birth: string): number | undefined {
  if (birth.slice(0, 2) !== number.slice(4, 6)) return undefined;
  return 19 + Math.floor(Number(number[3]) / 2);
}

function yearOf(birth: BirthDate): number {
  switch (birth.precision) {
    case 'day':
      return Number(birth.date.slice(0, 4));
    case 'month':
      return Number(birth.month.slice(0, 4));
    case 'year':
      return birth.year;
    default:
      return unreachable(birth);
  }
}

/** A CMND of 9 digits, or of 12 where it was one already; zeros fill a field that must not be empty, and are nobody's number. */
export function oldNumberFrom(text: string): string | undefined {
  return /^(?!0*$)(\d{9}|\d{12})$/.test(text) ? text : undefined;
}
