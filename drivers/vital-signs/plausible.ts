import { knownQuantity } from '#config/catalogues/observations.ts';
import type { Quantity } from '../contract/vital-signs.ts';

/** Whether a human can have it. A quantity that the catalogue does not know is not judged, as long as it is a number. */
export function isPossible({ of, value, unit }: Quantity): boolean {
  if (!Number.isFinite(value)) return false;
  const known = knownQuantity(of, unit);
  return !known || (value >= known.least && value <= known.most);
}
