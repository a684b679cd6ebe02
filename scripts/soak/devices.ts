import { soakMonitors } from './devices/monitors.ts';
import { soakPrinters } from './devices/printers.ts';

export interface DeviceSoak {
  readonly seed: number;
  readonly patients: number;
  readonly say: (line: string) => void;
}

export interface DeviceSoakResult {
  /** Promises that did not hold, each as a sentence; empty when all did. */
  readonly broken: readonly string[];
  /** What was seen, such as the time to heal from each fault. */
  readonly lines: readonly string[];
}

/** Simulated patients through every monitor, scale, oximeter, meter and printer, with every fault that a device brings. */
export async function soakDevices(options: DeviceSoak): Promise<DeviceSoakResult> {
  const monitors = await soakMonitors(options);
  const printers = await soakPrinters(options);
  return {
    broken: [...monitors.broken, ...printers.broken],
    lines: [...monitors.lines, ...printers.lines],
  };
}
