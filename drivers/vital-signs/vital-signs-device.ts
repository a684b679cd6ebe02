import type { VitalSign, VitalSignsDevice, VitalSignsEvent } from '../contract/vital-signs.ts';
import type { LineSettings } from '../discovery/lines-to-try.ts';
import type { FrameShape } from '../framing/frames.ts';
import type { Mask } from '../masking/mask-lines.ts';
import type { Channel, Conversation } from '../measuring/conversation.ts';
import { createMeasuringDevice } from '../measuring/measuring-device.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import { pushOnly } from '../measuring/push-only.ts';
import { isPossible } from './plausible.ts';
import { type SteadySensor, watchSensor } from './sensor-stream.ts';
import { eventOf, failedEvent } from './vital-events.ts';
import type { VitalRecord } from './vital-record.ts';

export type VitalSignsChannel = Channel<VitalSignsEvent>;
export type VitalSignsConversation = Conversation<VitalSignsEvent>;

/** One kind of device: all that its folder tells the rest of the kiosk. It stands in the table of `vital-signs-drivers.ts`. */
export interface VitalSignsDriver {
  readonly measures: readonly VitalSign[];
  readonly shape: FrameShape;
  /** How long it may work on after a measurement that was not ended by a record. */
  readonly worksOnMs: number;
  converse(channel: VitalSignsChannel): VitalSignsConversation;
  /** Settings of a serial line that such devices are found with, beside those of the site file (auto-baud). */
  readonly foundWith: readonly LineSettings[];
  /** What of its line a recording may tell: everything but whom it names. */
  readonly mask: Mask;
  /** Of a device that may type its records into the page like a keyboard: whether a text is one of them, all of it. Pure. */
  recognises?(text: string): boolean;
}

export const vitalSignsDelays = {
  /** A patient steps on a scale, reads a sign, takes off a coat: nobody needs longer, and nobody wants to wait longer. */
  measureWithinMs: 120_000,
  /**
   * A record comes in one go; one that stops in the middle came from a device that lost its power, and its half must not
   * become the beginning of the next person's.
   */
  longestPauseInRecordMs: 2_000,
  /** A scale that somebody stands on has measured within it (UNKNOWN; it settles in a few seconds). */
  scaleWorksOnMs: 10_000,
} as const;

type ListenedTo = Pick<VitalSignsDriver, 'measures' | 'shape' | 'mask'> &
  Partial<Pick<VitalSignsDriver, 'foundWith' | 'recognises'>>;

/** A push-only device that sends one record for each measured person, such as a scale or a thermometer. `read` is pure. */
export function pushOnlyDevice(
  device: ListenedTo & { read(frame: Uint8Array): VitalRecord },
): VitalSignsDriver & { read(frame: Uint8Array): VitalRecord } {
  return {
    foundWith: [],
    ...device,
    worksOnMs: vitalSignsDelays.scaleWorksOnMs,
    converse: pushOnly({ read: (frame) => eventOf(device.read(frame)) }),
  };
}

/** A sensor that is watched until its numbers are steady: an oximeter, an infrared thermometer. */
export function watchedSensor<Window>(
  device: ListenedTo & SteadySensor<Window>,
): VitalSignsDriver & SteadySensor<Window> {
  return {
    foundWith: [],
    ...device,
    // A finger that is still in is no work that goes on: the next measurement waits until it is out.
    worksOnMs: 0,
    converse: watchSensor(device),
  };
}

/** What every scale, oximeter and meter has in common; the driver adds how its device is talked to. */
export function createVitalSignsDevice(parts: MeasuringParts, driver: VitalSignsDriver): VitalSignsDevice {
  const { measures, shape, worksOnMs, converse } = driver;
  const core = createMeasuringDevice<VitalSignsEvent>(parts, {
    shape,
    longestPauseMs: vitalSignsDelays.longestPauseInRecordMs,
    measureWithinMs: vitalSignsDelays.measureWithinMs,
    findWithinMs: 0,
    worksOnMs,
    failed: failedEvent,
    waiting: (leftMs) => ({ type: 'waiting-for-device', leftMs }),
    begun: { type: 'measuring' },
    converse: (channel) => converse({ ...channel, take: (event) => channel.take(judged(event)) }),
  });
  return { id: parts.id, kind: 'vital-signs', measures, ...core };
}

/** Whatever a protocol takes for a number: one that nobody has spoils the record. */
function judged(event: VitalSignsEvent): VitalSignsEvent {
  return event.type !== 'result' || event.quantities.every(isPossible) ? event : failedEvent('impossible-values');
}
