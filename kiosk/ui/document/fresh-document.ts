import type { Clock } from '#config/agreements/clock.ts';
import { noSession } from '#kiosk/bridge/words.ts';
import type { View } from '../page-model.ts';
import type { LoadAnew } from './load-anew.ts';

/**
 * Law 7, for the browser's memory: after a visit the page loads itself anew, so that no word of it stays in the renderer. Only
 * at rest and when nobody has touched anything for a while, and once for each visit: a fresh document has served nobody.
 */
export interface FreshDocument {
  showed(view: View): void;
  /** A finger or a key: whoever it is must not lose a tap, nor a scanner half of its code. */
  stirred(): void;
}

export const quietBeforeLoadingMs = 4_000;

export function createFreshDocument({
  clock,
  loadAnew,
}: {
  readonly clock: Pick<Clock, 'after'>;
  readonly loadAnew: LoadAnew;
}): FreshDocument {
  let hasServed = false;
  let isAtRest = false;
  let callOff = (): void => {};

  function waitForQuiet(): void {
    callOff();
    if (!hasServed || !isAtRest) return;
    callOff = clock.after(quietBeforeLoadingMs, () => {
      callOff = loadAnew();
    });
  }

  return {
    showed(view) {
      hasServed ||= view.shows === 'snapshot' && view.snapshot.session !== noSession;
      const rests = restsIn(view);
      if (rests === isAtRest) return;
      isAtRest = rests;
      waitForQuiet();
    },
    stirred: waitForQuiet,
  };
}

function restsIn(view: View): boolean {
  if (view.shows !== 'snapshot') return false;
  const { session, screen, overlay, notice } = view.snapshot;
  const isResting = screen.show === 'attract' || screen.show === 'out-of-service';
  return session === noSession && isResting && overlay === undefined && notice === undefined;
}
