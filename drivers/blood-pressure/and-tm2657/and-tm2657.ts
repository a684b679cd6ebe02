import { eightNone } from '../../discovery/lines-to-try.ts';
import type { MonitorDriver } from '../pressure-monitor.ts';
import { maskTm2657, tm2657Shape } from './and-tm2657-protocol.ts';
import { Tm2657Conversation } from './tm2657-conversation.ts';
import { tm2657Delays } from './tm2657-delays.ts';

/**
 * A&D TM-2655 and TM-2657: the host starts and stops the cuff, the device sends its record when it has measured.
 *
 * It keeps its last record and gives it on `RB`, also after it was switched off, which harms nothing: the driver asks it to
 * hear whether the device is there and understood, and before each measurement, so that the last patient's record is known.
 * Whose a record is: `tm2657-records.ts`.
 */
export const andTm2657: MonitorDriver = {
  startedBy: 'host',
  stops: 'by-command',
  shape: tm2657Shape,
  measureWithinMs: tm2657Delays.longestMeasurementMs,
  converse: (channel) => new Tm2657Conversation(channel),
  // 2,400 as delivered, 9,600 found too (CONFIRMED).
  foundWith: [
    { ...eightNone, baudRate: 2_400 },
    { ...eightNone, baudRate: 9_600 },
  ],
  mask: maskTm2657,
};
