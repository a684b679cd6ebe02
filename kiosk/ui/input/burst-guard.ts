import type { Clock } from '#config/agreements/clock.ts';

/**
 * Law 8: a scanner that types like a keyboard must never press a button. It types its whole code within milliseconds of
 * each other, or some hundred milliseconds apart where it was slowed down for an old till, and ends it with Enter. So a key
 * counts as a person's only when nothing else is typed around it, and no letter shortly before it.
 */
export interface BurstGuard {
  /** What to do with a key that has just gone down. Enter and Space are always swallowed; `press` comes later, if at all. */
  keyDown(key: string, isRepeat: boolean): 'let-through' | 'swallow';
}

/** Keyboard-wedge scanners leave at most some tens of milliseconds between keys; a finger needs longer. */
export const quietMs = 80;
/** But a scanner with its inter-character delay turned up leaves a tenth of a second and more (design §6: 300 ms end a code). */
export const slowestKeyMs = 300;
/** How long Enter or Space wait for what else may come; longer than any scanner's usual delay, shorter than anybody notices. */
export const pressAfterMs = 160;

const modifiers: readonly string[] = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'];
const persons: readonly string[] = ['Enter', ' ', 'Tab'];

export function createBurstGuard({ clock, press }: { readonly clock: Clock; readonly press: () => void }): BurstGuard {
  let lastAt = Number.NEGATIVE_INFINITY;
  /** When a key came last that spells something, or that belongs to such a burst. */
  let speltAt = Number.NEGATIVE_INFINITY;
  let callOff = (): void => {};

  return {
    keyDown(key, isRepeat) {
      if (modifiers.includes(key)) return 'let-through';
      if (isRepeat) return 'swallow';
      const now = clock.now();
      const isInBurst = now >= speltAt && now - speltAt < slowestKeyMs;
      const isAlone = (now - lastAt >= quietMs || now < lastAt) && !isInBurst;
      lastAt = now;
      if (isInBurst || !persons.includes(key)) speltAt = now;
      callOff();
      // The first key of a burst looks like a person's: so a press waits until the line has stayed quiet.
      if ((key === 'Enter' || key === ' ') && isAlone) callOff = clock.after(pressAfterMs, press);
      return key === 'Tab' && isAlone ? 'let-through' : 'swallow';
    },
  };
}
