import type { Clock } from '#config/agreements/clock.ts';

export interface LoadAnewParts {
  readonly clock: Pick<Clock, 'after'>;
  /** Whether the host would give out the page now. Never rejects. */
  readonly isServed: () => Promise<boolean>;
  readonly reload: () => void;
  /** The browser drops what it has begun to load, and this document stays. */
  readonly stop: () => void;
}

/** Loads the page anew. Returns the way to call it off, for as long as this document is there to do so. */
export type LoadAnew = () => () => void;

export const askAgainMs = 1_000;

/**
 * Only a page whose host has just answered is let go: a browser that finds nobody shows an error page of its own, and stays
 * there when the host is back.
 */
export function createLoadAnew({ clock, isServed, reload, stop }: LoadAnewParts): LoadAnew {
  return function loadAnew() {
    let isWanted = true;
    let isLoading = false;
    ask();
    return () => {
      isWanted = false;
      if (isLoading) stop();
    };

    function ask(): void {
      if (!isWanted) return;
      void isServed().then((served) => {
        if (!isWanted) return;
        isLoading = served;
        if (served) reload();
        else clock.after(askAgainMs, ask);
      });
    }
  };
}
