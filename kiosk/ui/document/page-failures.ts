import type { Clock } from '#config/agreements/clock.ts';
import type { PageFailure } from '#kiosk/bridge/words.ts';
import type { LoadAnew } from './load-anew.ts';

export interface PageFailuresParts {
  /** `monotonic()` counts from the loading of this document. */
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** How many documents in a row failed soon after they were loaded: outlives the document, and knows nothing else. */
  readonly memory: { read(): number; write(count: number): void };
  /** The host writes one line of it; without a link nobody is told. */
  readonly report: (what: PageFailure) => void;
  /** Takes everything of the patient off the page for good. */
  readonly showCalm: () => void;
  readonly loadAnew: LoadAnew;
}

/** 1 s, doubled for each document that failed at once, to 8 s: it shall not spin, and shall be back when the cause has gone. */
export const failureDelays = { firstMs: 1_000, longestMs: 8_000, soonMs: 60_000 } as const;

/** A bug in the page: a calm screen, one word for the technician, and a fresh document. Takes the first of each document. */
export function createPageFailures({ clock, memory, report, showCalm, loadAnew }: PageFailuresParts) {
  let hasFailed = false;
  return function failed(what: PageFailure): void {
    if (hasFailed) return;
    hasFailed = true;
    const inARow = clock.monotonic() < failureDelays.soonMs ? memory.read() + 1 : 1;
    memory.write(inARow);
    const delayMs = Math.min(failureDelays.firstMs * 2 ** Math.min(inARow - 1, 10), failureDelays.longestMs);
    clock.after(delayMs, loadAnew);
    report(what);
    showCalm();
  };
}
