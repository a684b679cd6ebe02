/** Where the glass was touched last, in CSS px of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Follows every touch, whatever it hits. */
export function followTaps(): () => Point | undefined {
  let last: Point | undefined;
  for (const type of ['pointerdown', 'pointerup'] as const) {
    document.addEventListener(
      type,
      ({ clientX, clientY }) => {
        last = { x: clientX, y: clientY };
      },
      { capture: true, passive: true },
    );
  }
  return () => last;
}
