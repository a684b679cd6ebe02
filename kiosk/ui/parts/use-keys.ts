import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';

/** Typing is a sign of life, told so often at most. */
const toldEveryMs = 3_000;
/** What somebody typed of themselves stands open so long after their last key. */
export const openMs = 20_000;

/** How a page tells that somebody is typing. */
export type Touched = (wish: { readonly command: 'touched' }) => void;

export interface Keys {
  /** Runs what a key does, and tells the host that somebody is there. */
  press(change: () => void): void;
  /** Nobody has touched a key for a while: what stands there is masked, until somebody does. */
  readonly isMasked: boolean;
}

/**
 * Keys on the glass. Only taps reach them: what a scanner types is swallowed before any button hears of it (`burst-guard.ts`), and
 * goes to the host as a code.
 */
export function useKeys(clock: Clock, act: Touched): Keys {
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  const [presses, countPress] = useState(0);
  const [maskedAfter, maskAfter] = useState(-1);
  useEffect(() => clock.after(openMs, () => maskAfter(presses)), [clock, presses]);
  return {
    press(change) {
      const now = clock.monotonic();
      if (now - toldAt.current >= toldEveryMs) {
        toldAt.current = now;
        act({ command: 'touched' });
      }
      countPress((count) => count + 1);
      change();
    },
    isMasked: maskedAfter === presses,
  };
}

/** What is being typed lives in the page until it is sent; what the host has of it already is where it begins. */
export function useTyped<Typed>(
  first: Typed,
  isNew: string,
): readonly [Typed, (change: (before: Typed) => Typed) => void] {
  const [typed, setTyped] = useState(first);
  // Only a new word of the host begins anew.
  const begin = useRef(first);
  begin.current = first;
  useLayoutEffect(() => setTyped(begin.current), [isNew]);
  return [typed, setTyped];
}
