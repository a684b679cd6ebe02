import type { Point } from './last-tap.ts';

/** 40 mm, by CSS's own millimetres: 96 px are 25.4 mm. */
export const deafWithinPx = (40 * 96) / 25.4;

/**
 * Marks what lies within 40 mm of `tap` as `data-settling`; without a tap, nothing. The style sheet takes the pointer from what
 * is marked, so that a trembling second tap falls through it and is gone; focus and keys are left alone.
 */
export function settle(page: Element, tap: Point | undefined): void {
  for (const button of page.querySelectorAll('button')) {
    const isSettling =
      tap !== undefined &&
      button.dataset.alwaysHeard === undefined &&
      distancePx(button.getBoundingClientRect(), tap) <= deafWithinPx;
    if (isSettling) button.dataset.settling = '';
    else delete button.dataset.settling;
  }
}

/** From the point to the nearest edge; 0 inside. */
export function distancePx(
  { left, right, top, bottom }: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>,
  { x, y }: Point,
): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}
