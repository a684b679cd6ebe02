import { shownText } from '#config/agreements/shown-text.ts';
import { isEthnicity } from '#config/catalogues/ethnicities.ts';
import { isOccupation } from '#config/catalogues/occupations.ts';
import type { Particulars } from '../contract/visit-answers.ts';

/** What a hospital's record says, as texts of any shape; other than a text is nothing. */
export type OfferedTexts = Readonly<Partial<Record<keyof Particulars, unknown>>>;

/**
 * What of it can be shown to a patient to be confirmed (law 8): codes that the catalogues have, a number that is one, an address in one
 * line of at most 255 characters. What is anything else is left out, and asked for. `undefined` when nothing is left.
 */
export function offeredParticulars({ ethnicity, occupation, address, phone }: OfferedTexts): Particulars | undefined {
  const line = typeof address === 'string' ? shownText(address, 255) : '';
  const number = typeof phone === 'string' ? phone.slice(0, 40).replaceAll(/[\s().-]/g, '') : '';
  const offered: Particulars = {
    ...(isEthnicity(ethnicity) && { ethnicity }),
    ...(isOccupation(occupation) && { occupation }),
    ...(line !== '' && { address: line }),
    ...(/^\+?\d{8,15}$/.test(number) && { phone: number }),
  };
  return Object.keys(offered).length > 0 ? offered : undefined;
}
