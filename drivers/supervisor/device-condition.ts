import type { Clock } from '#config/agreements/clock.ts';
import type { DeviceCondition, DeviceHint, Unsubscribe } from '../contract/device.ts';

/** The condition and the hints of one device, and who wants to hear of them: the part of `Device` that is the same for all kinds. */
export interface ConditionReport {
  condition(): DeviceCondition;
  onCondition(listener: (condition: DeviceCondition) => void): Unsubscribe;
  hints(): readonly DeviceHint[];
  onHint(listener: (hint: DeviceHint, stands: boolean) => void): Unsubscribe;
  /**
   * Notes where the device stands now, and tells the listeners when that is another condition than before. A device that is
   * lost again and again stays lost until it has stood for a while (`flapDamping`): one line in the log, not one per flap.
   */
  change(condition: DeviceCondition): void;
  /** Notes that a hint stands, or no longer does; tells the listeners when that is new. */
  hint(hint: DeviceHint, stands: boolean): void;
  /** For a closed device: it is `absent` from now on, without hints, and nobody is told. */
  end(): void;
}

/**
 * A loose plug, or a device server that another program holds and that closes each line at once, comes and goes up to
 * once a second for days. Trouble is told at once; that it is over is told only when it has been over for a while, and the
 * longer the more often the device was lost shortly before.
 */
export const flapDamping = {
  /** So many losses in a row are a technician with a plug in the hand: nothing is held back. */
  freeLosses: 4,
  /** After the next loss the device must stand for so long; after each further one twice as long … */
  firstHoldMs: 1_000,
  /** … up to this. */
  longestHoldMs: 10_000,
  /** So long without a loss, and the earlier ones are forgotten. */
  forgetAfterMs: 5 * 60_000,
} as const;

const isWorking = {
  connecting: false,
  ready: true,
  'paper-low': true,
  'no-paper': false,
  'cover-open': false,
  'cutter-error': false,
  'printer-error': false,
  measuring: true,
  'no-answer': false,
  absent: false,
} as const satisfies Record<DeviceCondition, boolean>;

export function createConditionReport(clock: Clock): ConditionReport {
  const listeners = new Set<(condition: DeviceCondition) => void>();
  const hintListeners = new Set<(hint: DeviceHint, stands: boolean) => void>();
  const standing = new Set<DeviceHint>();
  /** Where the device stands, and what was told of it. */
  let actual: DeviceCondition = 'connecting';
  let told: DeviceCondition = 'connecting';
  let losses = 0;
  let lastLossAt = 0;
  let callOffHold: (() => void) | undefined;
  let ended = false;

  function tell(condition: DeviceCondition): void {
    callOffHold?.();
    callOffHold = undefined;
    if (condition === told) return;
    told = condition;
    for (const listener of listeners) listener(condition);
  }

  function noteLoss(): void {
    const sinceMs = clock.now() - lastLossAt;
    // A clock that was set back must not make a device look steady.
    losses = sinceMs >= flapDamping.forgetAfterMs ? 1 : losses + 1;
    lastLossAt = clock.now();
  }

  /** How long the device must stand where it stands before that is told. */
  function holdMs(): number {
    const { freeLosses, firstHoldMs, longestHoldMs, forgetAfterMs } = flapDamping;
    if (losses <= freeLosses || clock.now() - lastLossAt >= forgetAfterMs) return 0;
    return Math.min(longestHoldMs, firstHoldMs * 2 ** (losses - freeLosses - 1));
  }

  return {
    condition: () => told,
    onCondition: (listener) => listen(listeners, listener),
    hints: () => [...standing],
    onHint: (listener) => listen(hintListeners, listener),
    change(condition) {
      if (ended || condition === actual) return;
      const before = actual;
      actual = condition;
      // A line that opens and breaks without an answer in between never works, and comes and goes all the same.
      if ((isWorking[before] && !isWorking[condition]) || condition === 'absent') noteLoss();
      if (isWorking[told]) return tell(condition);
      const waitMs = holdMs();
      if (waitMs === 0) return tell(condition);
      if (callOffHold && isWorking[before] && isWorking[condition]) return;
      callOffHold?.();
      callOffHold = clock.after(waitMs, () => tell(actual));
    },
    hint(hint, stands) {
      if (ended || standing.has(hint) === stands) return;
      if (stands) standing.add(hint);
      else standing.delete(hint);
      for (const listener of hintListeners) listener(hint, stands);
    },
    end() {
      ended = true;
      callOffHold?.();
      actual = 'absent';
      told = 'absent';
      standing.clear();
      listeners.clear();
      hintListeners.clear();
    },
  };

  function listen<Listener>(to: Set<Listener>, listener: Listener): Unsubscribe {
    if (ended) return () => {};
    to.add(listener);
    return () => void to.delete(listener);
  }
}
