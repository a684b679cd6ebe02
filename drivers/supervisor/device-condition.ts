import type { DeviceCondition, DeviceHint, Unsubscribe } from '../contract/device.ts';

/** The condition and the hints of one device, and who wants to hear of them: the part of `Device` that is the same for all kinds. */
export interface ConditionReport {
  condition(): DeviceCondition;
  onCondition(listener: (condition: DeviceCondition) => void): Unsubscribe;
  hints(): readonly DeviceHint[];
  onHint(listener: (hint: DeviceHint, stands: boolean) => void): Unsubscribe;
  /** Tells the listeners when it is another one than before. */
  change(condition: DeviceCondition): void;
  /** Notes that a hint stands, or no longer does; tells the listeners when that is new. */
  hint(hint: DeviceHint, stands: boolean): void;
  /** For a closed device: it is `absent` from now on, without hints, and nobody is told. */
  end(): void;
}

export function createConditionReport(): ConditionReport {
  const listeners = new Set<(condition: DeviceCondition) => void>();
  const hintListeners = new Set<(hint: DeviceHint, stands: boolean) => void>();
  const standing = new Set<DeviceHint>();
  let current: DeviceCondition = 'connecting';
  let ended = false;

  return {
    condition: () => current,
    onCondition: (listener) => listen(listeners, listener),
    hints: () => [...standing],
    onHint: (listener) => listen(hintListeners, listener),
    change(condition) {
      if (ended || condition === current) return;
      current = condition;
      for (const listener of listeners) listener(condition);
    },
    hint(hint, stands) {
      if (ended || standing.has(hint) === stands) return;
      if (stands) standing.add(hint);
      else standing.delete(hint);
      for (const listener of hintListeners) listener(hint, stands);
    },
    end() {
      ended = true;
      current = 'absent';
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
