import type { Clock } from '#config/agreements/clock.ts';
import { quietMs } from './burst-guard.ts';

/** Gathers what a scanner types that pretends to be a keyboard: the last resort among scanners (devices.md §3). */
export interface TypedCodes {
  keyDown(key: string): void;
}

/** A finger never types so many keys without a pause; every card has more. */
const shortestCode = 12;
/** The largest QR code holds 2,953 bytes; what is longer is no code. */
const longestCode = 3_000;

/** A burst of keys ends with Enter or with a pause; what it spelt goes to the host, which alone knows what it means. */
export function createTypedCodes({
  clock,
  onCode,
}: {
  readonly clock: Clock;
  readonly onCode: (text: string) => void;
}): TypedCodes {
  let typed = '';
  let callOff = (): void => {};

  function end(): void {
    callOff();
    if (typed.length >= shortestCode && typed.length <= longestCode) onCode(typed);
    typed = '';
  }

  return {
    keyDown(key) {
      callOff();
      if (key === 'Enter' || key === 'Tab') return end();
      // Named keys (Shift, F5, Dead) spell nothing.
      if (Array.from(key).length === 1 && typed.length <= longestCode) typed += key;
      callOff = clock.after(quietMs, end);
    },
  };
}
