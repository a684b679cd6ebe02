import type { Clock } from '#config/agreements/clock.ts';
import type { Device, DeviceCondition, DeviceHint, Unsubscribe, WhyAbsent } from '../contract/device.ts';
import { createDebounce } from './debounce.ts';

/** Where a device stands whose line is open. */
export type ReachedCondition = Exclude<DeviceCondition, 'absent'>;

/** The condition and the hints of one device, and who wants to hear of them. */
export interface ConditionReport {
  /** The part of a `Device` that is the same for all kinds. */
  readonly told: Pick<Device, 'condition' | 'onCondition' | 'whyAbsent' | 'hints' | 'onHint'>;
  /**
   * Notes where the device stands now, and tells the listeners when that is another condition than before. A device that is
   * lost again and again stays lost until it has stood for a while (`debounce.ts`): one line in the log, not one per loss.
   */
  change(condition: ReachedCondition): void;
  /** The same for a device that cannot be reached. No driver can say so without the reason. */
  absent(why: WhyAbsent): void;
  /** Notes that a hint stands, or no longer does; tells the listeners when that is new. */
  hint(hint: DeviceHint, stands: boolean): void;
  /** For a closed device: it is `absent` from now on, without hints, and nobody is told. */
  end(): void;
}

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
  const debounce = createDebounce(clock);
  /** Where the device stands, and what was told of it. */
  let actual: DeviceCondition = 'connecting';
  let told: DeviceCondition = 'connecting';
  let why: WhyAbsent | undefined;
  let callOffHold: (() => void) | undefined;
  let ended = false;

  function tell(condition: DeviceCondition) {
    callOffHold?.();
    callOffHold = undefined;
    if (condition === told) return;
    told = condition;
    for (const listener of listeners) listener(condition);
  }

  function change(condition: DeviceCondition) {
    if (ended || condition === actual) return;
    const before = actual;
    actual = condition;
    // A line that opens and breaks without an answer in between never works, and comes and goes all the same.
    if ((isWorking[before] && !isWorking[condition]) || condition === 'absent') debounce.noteLoss();
    if (isWorking[told]) return tell(condition);
    const waitMs = debounce.holdMs();
    if (waitMs === 0) return tell(condition);
    if (callOffHold && isWorking[before] && isWorking[condition]) return;
    callOffHold?.();
    callOffHold = clock.after(waitMs, () => tell(actual));
  }

  function listen<Listener>(to: Set<Listener>, listener: Listener): Unsubscribe {
    if (ended) return () => {};
    to.add(listener);
    return () => void to.delete(listener);
  }

  return {
    told: {
      condition: () => told,
      onCondition: (listener) => listen(listeners, listener),
      whyAbsent: () => (told === 'absent' ? why : undefined),
      hints: () => [...standing],
      onHint: (listener) => listen(hintListeners, listener),
    },
    change,
    absent(reason) {
      why = reason;
      change('absent');
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
      why = undefined;
      standing.clear();
      listeners.clear();
      hintListeners.clear();
    },
  };
}
