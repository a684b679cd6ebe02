import type { PressureEvent } from '../../contract/blood-pressure-monitor.ts';
import { eightNone } from '../../discovery/lines-to-try.ts';
import { pushOnly } from '../../measuring/push-only.ts';
import { eventFrom, type MonitorDriver, pressureDelays } from '../pressure-monitor.ts';
import { hbp9030Shape, maskHbp9030, readHbp9030 } from './omron-hbp9030-protocol.ts';

/** Omron HBP-9030 and HBP-9031C, output format 5: the patient presses the device's button. No host start is known. */
export const omronHbp9030: MonitorDriver = {
  startedBy: 'button',
  stops: 'by-its-button',
  shape: hbp9030Shape,
  measureWithinMs: pressureDelays.buttonCuffWithinMs,
  converse: pushOnly<PressureEvent>({
    read: (frame, channel) => eventFrom(readHbp9030(frame), channel),
    drained: { type: 'waiting-for-button' },
  }),
  // USB-CDC: the speed says nothing. RS-232 at 9,600 (SINGLE).
  foundWith: [{ ...eightNone, baudRate: 9_600 }],
  mask: maskHbp9030,
};
