import type { Quantity } from '../contract/vital-signs.ts';
import { isPossible } from './plausible.ts';

/**
 * What one record of a device says, whatever the device.
 *
 * - `result`: possible numbers.
 * - `failed`: the device says that it could not, or says numbers that nobody has.
 * - `nobody`: it works, but its sensor finds no person at the moment.
 * - `damaged`: something that is no record arrived; nothing of it is used.
 */
export type VitalRecord =
  | { readonly kind: 'result'; readonly quantities: readonly Quantity[]; readonly model: string | undefined }
  | {
      readonly kind: 'failed';
      readonly reason: 'sensor' | 'impossible-values' | 'device-error';
      readonly deviceError: string | undefined;
    }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'damaged' };

/** A record of these numbers; one that nobody has spoils them all. */
export function recordOf(quantities: readonly Quantity[], model: string | undefined): VitalRecord {
  return quantities.every(isPossible)
    ? { kind: 'result', quantities, model }
    : { kind: 'failed', reason: 'impossible-values', deviceError: undefined };
}

/** Plain decimal digits with at most one point, blanks around them; `undefined` for anything else. */
export function numberFrom(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d{1,3}(\.\d{1,2})?$/.test(trimmed) ? Number(trimmed) : undefined;
}
