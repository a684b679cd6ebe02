import type { DeviceCondition, Unsubscribe } from '../contract/device.ts';

/** The condition of one device and who wants to hear of it: the part of `Device` that is the same for all kinds. */
export interface ConditionReport {
  condition(): DeviceCondition;
  onCondition(listener: (condition: DeviceCondition) => void): Unsubscribe;
  /** Tells the listeners when it is another one than before. */
  change(condition: DeviceCondition): void;
  /** For a closed device: it is `absent` from now on, and nobody is told. */
  end(): void;
}

export function createConditionReport(): ConditionReport {
  const listeners = new Set<(condition: DeviceCondition) => void>();
  let current: DeviceCondition = 'connecting';
  let ended = false;

  return {
    condition: () => current,
    onCondition(listener) {
      if (ended) return () => {};
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(condition) {
      if (ended || condition === current) return;
      current = condition;
      for (const listener of listeners) listener(condition);
    },
    end() {
      ended = true;
      current = 'absent';
      listeners.clear();
    },
  };
}
