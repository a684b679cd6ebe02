import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import { listeningDelays, listenTo } from './listening.ts';
import { hbp9020Shape, readHbp9020 } from './omron-hbp9020-protocol.ts';
import { createPressureMonitor, type MonitorParts } from './pressure-monitor.ts';

/**
 * Omron HBP-9020, mode 5 / F3: the patient presses the device's button. Sources disagree on its line (2,400 baud, even
 * parity, one or two stop bits), so `open` may be several; the next settings are tried when what comes is no record, never
 * because nothing comes.
 */
export function createOmronHbp9020Monitor(parts: MonitorParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'button',
    shape: hbp9020Shape,
    longestMeasurementMs: listeningDelays.longestMeasurementMs,
    converse: listenTo(readHbp9020),
  });
}
