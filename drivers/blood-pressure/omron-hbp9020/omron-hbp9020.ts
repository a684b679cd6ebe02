import type { BloodPressureMonitor, PressureEvent } from '../../contract/blood-pressure-monitor.ts';
import type { MeasuringParts } from '../../measuring/measuring-device.ts';
import { pushOnly } from '../../measuring/push-only.ts';
import { hbp9020Shape, readHbp9020 } from './omron-hbp9020-protocol.ts';
import { createPressureMonitor, eventFrom, pressureDelays } from '../pressure-monitor.ts';

/**
 * Omron HBP-9020, mode 5 / F3: the patient presses the device's button. Sources disagree on its line (2,400 baud, even
 * parity, one or two stop bits), so `open` may be several; the next settings are tried when what comes is no record, never
 * because nothing comes.
 */
export function createOmronHbp9020Monitor(parts: MeasuringParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'button',
    shape: hbp9020Shape,
    measureWithinMs: pressureDelays.buttonCuffWithinMs,
    converse: pushOnly<Uint8Array, PressureEvent>({
      read: (frame, channel) => eventFrom(readHbp9020(frame), channel),
      drained: { type: 'waiting-for-button' },
    }),
  });
}
