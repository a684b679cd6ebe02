import type { Clock } from '#config/agreements/clock.ts';

/**
 * What time it is for this hub: the machine's clock, as far as it is to be believed (law 12). A day that a wrong clock has begun stays, and
 * so do the times in its log, so a leap that only the machine speaks of is not followed: time then goes on from where it was, at its usual
 * pace, until somebody else says the same as the machine.
 */
export interface HubTime extends Clock {
  /** The log was read, and this is its last moment, epoch ms: nobody has been told anything later. */
  goOnFrom(lastMoment: number): void;
  /** What another machine says, whose own time is confirmed: epoch ms. */
  heard(at: number): void;
  /** A person has looked at the machine's clock, and it is right. */
  confirm(): void;
  isDoubted(): boolean;
}

interface Needs {
  readonly clock: Clock;
  /** Ms since the machine was started, those in which it slept counted. Default: it never sleeps. */
  readonly sinceBoot?: () => number;
  /** Each time that the machine's clock begins or ceases to be doubted. */
  readonly onDoubt: (isDoubted: boolean) => void;
  /** What was heard says another time than this hub goes by, so many ms later; once, until somebody agrees. */
  readonly onContradicted: (byMs: number) => void;
}

/**
 * How long a hub may have been switched off and still believe its machine: over Tết a clinic is closed for nine days. Longer than a kiosk's
 * 36 h, since a small hospital's kiosks, off for the same weekend, have nobody to confirm theirs, and would never vouch for this one.
 */
const longestPauseMs = 12 * 24 * 3_600_000;
/** Corrections of a time server, and what somebody sets by hand while nobody would call it another time. */
const smallLeapMs = 15 * 60_000;
/** Two clocks that differ by less say the same. */
const agreesWithinMs = 10 * 60_000;

export function createHubTime({ clock, sinceBoot = clock.monotonic, onDoubt, onContradicted }: Needs): HubTime {
  /** Epoch ms less monotonic ms: stays the same while nobody sets a clock. */
  let offset = machineOffset();
  /** Ms that the machine has slept, from some moment on. */
  let slept = sleepSoFar();
  let claim: number | undefined;
  let hasRead = false;
  let isDoubted = false;
  let isContradicted = false;
  return {
    ...clock,
    now,
    goOnFrom(lastMoment) {
      // Later on, elapsed time says more than the log of a hub that was away from it.
      if (hasRead) return;
      hasRead = true;
      const sinceMs = clock.now() - lastMoment;
      const isOnePause = sinceMs >= -smallLeapMs && sinceMs <= longestPauseMs;
      if (!isOnePause && !isVouchedFor()) offset = lastMoment - clock.monotonic();
      now();
    },
    heard(at) {
      claim = at - clock.monotonic();
      const byMs = at - now();
      const differs = Math.abs(byMs) > agreesWithinMs;
      if (differs && !isContradicted) onContradicted(byMs);
      isContradicted = differs;
    },
    confirm() {
      offset = machineOffset();
      now();
    },
    isDoubted: () => isDoubted,
  };

  function now(): number {
    const isBelieved = isNear() || isVouchedFor() || isNearAfterSleep();
    if (isBelieved) offset = machineOffset();
    if (isBelieved === isDoubted) {
      isDoubted = !isBelieved;
      onDoubt(isDoubted);
    }
    return isBelieved ? clock.now() : Math.round(offset + clock.monotonic());
  }

  function isNear(): boolean {
    return Math.abs(machineOffset() - offset) <= smallLeapMs;
  }

  /** Monotonic time may stand still while the machine sleeps. */
  function isNearAfterSleep(): boolean {
    const before = slept;
    slept = sleepSoFar();
    offset += slept - before;
    return isNear();
  }

  function sleepSoFar(): number {
    return sinceBoot() - clock.monotonic();
  }

  function isVouchedFor(): boolean {
    return claim !== undefined && Math.abs(claim - machineOffset()) <= agreesWithinMs;
  }

  function machineOffset(): number {
    return clock.now() - clock.monotonic();
  }
}
