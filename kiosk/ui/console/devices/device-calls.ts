import { type Signal, useSignal } from '@preact/signals';
import type { DevicesCalls } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { sayRefusal } from './refusal-words.ts';

export interface DeviceCalls {
  /** The sentence about what was not done; '' when nothing went wrong. */
  readonly refusal: Signal<string>;
  readonly isBusy: Signal<boolean>;
  /** What was answered; `undefined` also when there is nothing to answer: look at `done`. */
  ask<Name extends keyof DevicesCalls>(
    name: Name,
    asks: DevicesCalls[Name]['asks'],
    done?: (answer: DevicesCalls[Name]['answers']) => void,
  ): Promise<void>;
}

/** Calls of one place on the page; what was refused stands there until the next one. */
export function useDeviceCalls({ link, say }: ConsoleTools): DeviceCalls {
  const refusal = useSignal('');
  const isBusy = useSignal(false);
  return {
    refusal,
    isBusy,
    async ask(name, asks, done) {
      isBusy.value = true;
      refusal.value = '';
      const answer = await link.call(name, asks);
      isBusy.value = false;
      if (answer.ok) done?.(answer.value);
      else refusal.value = sayRefusal(say, answer.problem.kind);
    },
  };
}
