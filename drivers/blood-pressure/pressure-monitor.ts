import { unreachable } from '#config/agreements/result.ts';
import type { BloodPressureMonitor, PressureEvent } from '../contract/blood-pressure-monitor.ts';
import type { LineSettings } from '../discovery/lines-to-try.ts';
import type { FrameShape } from '../framing/frames.ts';
import type { Mask } from '../masking/mask-lines.ts';
import type { Channel, Conversation, CoreFailure } from '../measuring/conversation.ts';
import { createMeasuringDevice } from '../measuring/measuring-device.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import type { MeasuredRecord, MeasurementFailure } from './measured-record.ts';
import { plausiblePressure } from './plausible-pressure.ts';

/** One kind of monitor: all that its folder tells the rest of the kiosk. It stands in the table of `monitors.ts`. */
export interface MonitorDriver {
  readonly startedBy: BloodPressureMonitor['startedBy'];
  readonly stops: BloodPressureMonitor['stops'];
  readonly shape: FrameShape;
  /** From the start of the cuff to its record. */
  readonly measureWithinMs: number;
  converse(channel: PressureChannel): PressureConversation;
  /** Settings of a serial line that such devices are found with, the likeliest first; tried when the site file's do not fit (auto-baud). */
  readonly foundWith: readonly LineSettings[];
  /** What of its line a recording may tell: everything but whom it names. */
  readonly mask: Mask;
}

export type PressureChannel = Channel<PressureEvent>;
export type PressureConversation = Conversation<PressureEvent>;

export const pressureDelays = {
  /** 138 bytes take 0.6 s at 2,400 baud, in one go. */
  longestPauseInFrameMs: 1_000,
  /** In which the patient finds the device's button. */
  findButtonWithinMs: 120_000,
  /** The longest that a cuff works which only its button starts; real ones take 35 s and more, with a second inflation up to two minutes. */
  buttonCuffWithinMs: 120_000,
} as const;

/** What every blood-pressure monitor has in common; the driver adds how its device is talked to. */
export function createPressureMonitor(parts: MeasuringParts, driver: MonitorDriver): BloodPressureMonitor {
  const { startedBy, stops, shape, measureWithinMs, converse } = driver;
  const core = createMeasuringDevice<PressureEvent>(parts, {
    shape,
    longestPauseMs: pressureDelays.longestPauseInFrameMs,
    measureWithinMs,
    findWithinMs: startedBy === 'button' ? pressureDelays.findButtonWithinMs : 0,
    failed: (reason) => failedEvent({ reason, advice: advices[reason], deviceError: undefined }),
    waiting: (leftMs) => ({ type: 'waiting-for-device', leftMs }),
    converse,
  });
  return { id: parts.id, kind: 'blood-pressure-monitor', startedBy, stops, ...core };
}

const advices = {
  absent: 'call-staff',
  stopped: 'none',
  'timed-out': 'try-again',
} as const satisfies Record<CoreFailure, MeasurementFailure['advice']>;

export function failedEvent(failure: MeasurementFailure): PressureEvent {
  return { type: 'failed', ...failure };
}

/** What a record means to the patient. */
export function eventFrom(record: MeasuredRecord, channel: PressureChannel): PressureEvent {
  switch (record.kind) {
    case 'error':
      return failedEvent(record.failure);
    case 'values': {
      const checked = plausiblePressure(record.values);
      if (!checked.ok) return failedEvent({ reason: 'impossible-values', advice: 'try-again', deviceError: undefined });
      return { type: 'result', reading: { ...checked.value, deviceTime: channel.timeOf(record.clock) } };
    }
    default:
      return unreachable(record);
  }
}
