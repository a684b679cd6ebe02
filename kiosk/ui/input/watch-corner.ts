import type { Clock } from '#config/agreements/clock.ts';
import { createCornerGesture } from './corner-gesture.ts';

/** Follows every finger on the glass, whatever it hits. */
export function watchCorner(clock: Pick<Clock, 'monotonic'>, onGesture: () => void): void {
  const corner = createCornerGesture(clock, onGesture);
  document.addEventListener(
    'pointerdown',
    ({ clientX: x, clientY: y, isPrimary, target }) =>
      corner.touched({
        at: { x, y },
        line: document.querySelector('.top')?.getBoundingClientRect(),
        isFirst: isPrimary,
        hits: target instanceof Element && target.closest('button') ? 'button' : 'nothing',
      }),
    { capture: true, passive: true },
  );
}
