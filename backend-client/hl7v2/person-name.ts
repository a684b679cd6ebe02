import { cleanText, composite, type Hl7Composite } from './encoding.ts';

/**
 * A Vietnamese name as XPN. It is written family name first: the first word is the family name, the last one the given
 * name, the words between are the middle name.
 *
 * | component | content |
 * | --- | --- |
 * | XPN.1 | first word; the only one of a one-word name (as ICAO 9303-3 §4.6 does with a single name) |
 * | XPN.2 | last word |
 * | XPN.3 | words between, with single spaces |
 * | XPN.7 | `L` legal name, or `U` when there is no name: XPN.7 then stands alone, since PID-5 must not be empty |
 * | XPN.11 | `F` (table 0444): family, middle, given. The full name is XPN.1, XPN.3 and XPN.2 with spaces between. |
 */
export function personName(fullName: string | undefined): Hl7Composite {
  const words = cleanText(fullName ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const [family, ...others] = words;
  if (family === undefined) return composite({ 7: 'U' });
  const given = others.at(-1);
  const middle = others.slice(0, -1).join(' ');
  return composite({ 1: family, 2: given, 3: middle, 7: 'L', 11: 'F' });
}
