import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import { listeningDelays, listenTo } from './listening.ts';
import { hbp9030Shape, readHbp9030 } from './omron-hbp9030-protocol.ts';
import { createPressureMonitor, type MonitorParts } from './pressure-monitor.ts';

/** Omron HBP-9030 and HBP-9031C, output format 5: the patient presses the device's button. No host start is known. */
export function createOmronHbp9030Monitor(parts: MonitorParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'button',
    shape: hbp9030Shape,
    longestMeasurementMs: listeningDelays.longestMeasurementMs,
    converse: listenTo(readHbp9030),
  });
}
