import type { BloodPressureMonitor, PressureEvent } from '../../contract/blood-pressure-monitor.ts';
import type { MeasuringParts } from '../../measuring/measuring-device.ts';
import { pushOnly } from '../../measuring/push-only.ts';
import { hbp9030Shape, readHbp9030 } from './omron-hbp9030-protocol.ts';
import { createPressureMonitor, eventFrom, pressureDelays } from '../pressure-monitor.ts';

/** Omron HBP-9030 and HBP-9031C, output format 5: the patient presses the device's button. No host start is known. */
export function createOmronHbp9030Monitor(parts: MeasuringParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'button',
    shape: hbp9030Shape,
    measureWithinMs: pressureDelays.buttonCuffWithinMs,
    converse: pushOnly<Uint8Array, PressureEvent>({
      read: (frame, channel) => eventFrom(readHbp9030(frame), channel),
      drained: { type: 'waiting-for-button' },
    }),
  });
}
