import type { Clock } from '#config/agreements/clock.ts';

export interface LoadAnewParts {
  readonly clock: Pick<Clock, 'after'>;
  /** Whether the host would give out the page now. Never rejects. */
  readonly isServed: () => Promise<boolean>;
  readonly reload: () => void;
}

/** Loads the page anew, unless it is no longer wanted when it could be done. */
export type LoadAnew = (isStillWanted: () => boolean) => void;

export const askAgainMs = 1_000;

/**
 * Only a page whose host has just answered is let go: a browser that finds nobody shows an error page of its own, and stays
 * there when the host is back.
 */
export function createLoadAnew({ clock, isServed, reload }: LoadAnewParts): LoadAnew {
  return function loadAnew(isStillWanted) {
    if (!isStillWanted()) return;
    void isServed().then((served) => {
      if (!isStillWanted()) return;
      if (served) reload();
      else clock.after(askAgainMs, () => loadAnew(isStillWanted));
    });
  };
}
