import type { Clock } from '#config/agreements/clock.ts';
import type { Device, DeviceKind } from '#drivers/contract/device.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';
import type { PokeOutcome, Say } from './poke-event.ts';

/** A device of the site file and what a technician can do with it. */
export interface PokedDevice {
  readonly device: Device;
  readonly actions: readonly PokeAction[];
}

export interface PokeAction {
  readonly name: string;
  /** How long it may take when nobody says; without it: until Ctrl-C. */
  readonly seconds: number | undefined;
  /** Ends by itself, or soon after `ending` fires. */
  run(ending: AbortSignal): Promise<PokeOutcome>;
}

export interface PokeWorld {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Stands between a driver and its line: the recorder hears along, and a line that does not open says why. */
  readonly tap: (open: OpenTransport) => OpenTransport;
  readonly say: Say;
  /** Personal data as it is; otherwise masked. */
  readonly show: boolean;
  /** Six digits, for chip cards. */
  readonly can: string | undefined;
  readonly hospitalName: string;
}

/** What is done with a device when nothing is named. */
export const usualActions: Readonly<Record<DeviceKind, string>> = {
  'barcode-scanner': 'listen',
  'ticket-printer': 'status',
  'blood-pressure-monitor': 'measure',
  'vital-signs': 'measure',
  'card-reader': 'status',
};

/** What the device says of itself. */
export function statusAction(device: Device, say: Say, more: Readonly<Record<string, unknown>> = {}): PokeAction {
  return {
    name: 'status',
    seconds: 10,
    run: async () => {
      const condition = device.condition();
      say({ event: 'status', condition, ...more });
      return condition === 'no-answer' ? 'refused' : 'done';
    },
  };
}

export function untilEnded(ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ending.aborted) resolve();
    else ending.addEventListener('abort', () => resolve(), { once: true });
  });
}
