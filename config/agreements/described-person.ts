import { compareTexts } from './vietnamese-text.ts';

/** Who a card, a visit or a hospital says somebody is. */
export interface DescribedPerson {
  readonly fullName: string | undefined;
  readonly birth: DescribedBirth | undefined;
  readonly sex: 'male' | 'female' | 'unknown';
}

export type DescribedBirth =
  | { readonly precision: 'day'; readonly date: string }
  | { readonly precision: 'month'; readonly month: string }
  | { readonly precision: 'year'; readonly year: number };

/**
 * The birth date as far as both are known; what nobody knows agrees with nothing. With `Mỹ` on one and `Mĩ` on the other
 * the whole date and the sex must stand on both.
 */
export function hasSameNameAndBirth(one: DescribedPerson, other: DescribedPerson): boolean {
  if (!one.fullName || !other.fullName || !one.birth || !other.birth) return false;
  if (!birthsAgree(one.birth, other.birth)) return false;
  switch (compareTexts(one.fullName, other.fullName)) {
    case 'same':
      return true;
    case 'other-spelling':
      return isDay(one.birth) && isDay(other.birth) && one.sex !== 'unknown' && one.sex === other.sex;
    case 'different':
      return false;
  }
}

/** Whether they cannot both be true of one person. What only one of them says contradicts nothing. */
export function contradicts(one: DescribedPerson, other: DescribedPerson): boolean {
  if (sexesDiffer(one, other)) return true;
  if (one.birth && other.birth && !birthsAgree(one.birth, other.birth)) return true;
  return Boolean(one.fullName && other.fullName && compareTexts(one.fullName, other.fullName) === 'different');
}

export function sexesDiffer(one: Pick<DescribedPerson, 'sex'>, other: Pick<DescribedPerson, 'sex'>): boolean {
  return one.sex !== 'unknown' && other.sex !== 'unknown' && one.sex !== other.sex;
}

function isDay({ precision }: DescribedBirth): boolean {
  return precision === 'day';
}

function birthsAgree(one: DescribedBirth, other: DescribedBirth): boolean {
  const [first, second] = [birthText(one), birthText(other)];
  return first.startsWith(second) || second.startsWith(first);
}

/** `1948`, `1948-08`, `1948-08-15`. */
export function birthText(birth: DescribedBirth): string {
  switch (birth.precision) {
    case 'day':
      return birth.date;
    case 'month':
      return birth.month;
    case 'year':
      return String(birth.year).padStart(4, '0');
  }
}
