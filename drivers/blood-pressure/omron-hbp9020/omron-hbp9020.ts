import type { PressureEvent } from '../../contract/blood-pressure-monitor.ts';
import { pushOnly } from '../../measuring/push-only.ts';
import { eventFrom, type MonitorDriver, pressureDelays } from '../pressure-monitor.ts';
import { hbp9020Shape, maskHbp9020, readHbp9020 } from './omron-hbp9020-protocol.ts';

/**
 * Omron HBP-9020, mode 5 / F3: the patient presses the device's button. Sources disagree on its line (2,400 baud, even
 * parity, one or two stop bits), so `open` may be several; the next settings are tried when what comes is no record, never
 * because nothing comes.
 */
export const omronHbp9020: MonitorDriver = {
  startedBy: 'button',
  stops: 'by-its-button',
  shape: hbp9020Shape,
  measureWithinMs: pressureDelays.buttonCuffWithinMs,
  converse: pushOnly<PressureEvent>({
    read: (frame, channel) => eventFrom(readHbp9020(frame), channel),
    drained: { type: 'waiting-for-button' },
  }),
  // One stop bit or two (SINGLE, and in conflict with itself).
  foundWith: [
    { baudRate: 2_400, dataBits: 8, parity: 'even', stopBits: 1 },
    { baudRate: 2_400, dataBits: 8, parity: 'even', stopBits: 2 },
  ],
  mask: maskHbp9020,
};
