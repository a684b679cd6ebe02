import type { Clock } from '#config/agreements/clock.ts';

/**
 * Debounce of a line that comes and goes: a loose plug, or a device server that another program holds and that closes each
 * line at once, does so up to once a second for days. Trouble is told at once. That it is over is told only when it has been
 * over for a while, and the longer the more often the device was lost shortly before.
 */
export const debounceDelays = {
  /** So many losses in a row are a technician with a plug in the hand: nothing is held back. */
  freeLosses: 4,
  /** After the next loss the device must stand for so long; after each further one twice as long … */
  firstHoldMs: 1_000,
  /** … up to this. */
  longestHoldMs: 10_000,
  /** So long without a loss, and the earlier ones are forgotten. */
  forgetAfterMs: 5 * 60_000,
} as const;

export interface Debounce {
  noteLoss(): void;
  /** How long the device must stand where it stands before that is told. */
  holdMs(): number;
}

export function createDebounce(clock: Pick<Clock, 'now'>): Debounce {
  const { freeLosses, firstHoldMs, longestHoldMs, forgetAfterMs } = debounceDelays;
  let losses = 0;
  let lastLossAt = 0;

  return {
    noteLoss() {
      // A clock that was set back must not make a device look steady.
      losses = clock.now() - lastLossAt >= forgetAfterMs ? 1 : losses + 1;
      lastLossAt = clock.now();
    },
    holdMs() {
      if (losses <= freeLosses || clock.now() - lastLossAt >= forgetAfterMs) return 0;
      return Math.min(longestHoldMs, firstHoldMs * 2 ** (losses - freeLosses - 1));
    },
  };
}
