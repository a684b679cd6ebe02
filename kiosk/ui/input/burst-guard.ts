import type { Clock } from '#config/agreements/clock.ts';

/**
 * Law 8: a scanner that types like a keyboard must never press a button. It types its whole code within milliseconds of
 * each other and ends it with Enter, so a key counts as a person's only when nothing else is typed around it.
 */
export interface BurstGuard {
  /** What to do with a key that has just gone down. Enter and Space are always swallowed; `press` comes later, if at all. */
  keyDown(key: string, isRepeat: boolean): 'let-through' | 'swallow';
}

/** Keyboard-wedge scanners leave at most some tens of milliseconds between keys; a finger needs longer. */
export const quietMs = 80;

const modifiers: readonly string[] = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'];

export function createBurstGuard({ clock, press }: { readonly clock: Clock; readonly press: () => void }): BurstGuard {
  let lastAt = Number.NEGATIVE_INFINITY;
  let callOff = (): void => {};

  return {
    keyDown(key, isRepeat) {
      if (modifiers.includes(key)) return 'let-through';
      const now = clock.now();
      const isAlone = now - lastAt >= quietMs || now < lastAt;
      lastAt = now;
      callOff();
      // The first key of a burst looks like a person's: so a press waits until the line has stayed quiet.
      if ((key === 'Enter' || key === ' ') && isAlone && !isRepeat) callOff = clock.after(quietMs, press);
      return key === 'Tab' && isAlone ? 'let-through' : 'swallow';
    },
  };
}
