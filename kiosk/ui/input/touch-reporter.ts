import type { Clock } from '#config/agreements/clock.ts';

/** Tells the host that somebody is there, at most once a second however wildly the glass is tapped. */
export function createTouchReporter(clock: Pick<Clock, 'after'>, report: () => void): () => void {
  let isResting = false;
  return function touched() {
    if (isResting) return;
    isResting = true;
    clock.after(1_000, () => {
      isResting = false;
    });
    report();
  };
}
