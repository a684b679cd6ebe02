import type { Clock } from '#config/agreements/clock.ts';
import type { OpenTransport } from '../contract/transport.ts';
import type { FrameShape } from '../framing/frames.ts';
import type { Channel, Conversation, CoreFailure } from './conversation.ts';

/** What every measuring device has in common; a driver adds how its device is talked to. */
export interface MeasuringParts {
  readonly id: string;
  /** Several are the same line with other settings, tried in turn until the device is understood. */
  readonly open: OpenTransport | readonly OpenTransport[];
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Of the facility, to judge the device's clock by; default: the machine's. */
  readonly timeZone?: string | undefined;
  /** The longest time that one measurement takes, instead of the driver's own. */
  readonly measureWithinMs?: number | undefined;
  /** The device may work for somebody whom a kiosk measured that is gone: it ended, or lost its power. */
  readonly worksOnFromBefore?: boolean | undefined;
  /** Told when the device begins to work for a measurement, and when it surely has ended. */
  readonly onWorking?: ((works: boolean) => void) | undefined;
}

export interface MeasuringNature<Event> {
  readonly shape: FrameShape;
  readonly longestPauseMs: number;
  /** The longest time that the device works for one measurement, from its start to its record. */
  readonly measureWithinMs: number;
  /** Time on top of it in which the patient finds the button or steps on the scale. */
  readonly findWithinMs: number;
  /** How long it may work on after a measurement that was not ended by a record. Default: as long as it measures. */
  readonly worksOnMs?: number;
  readonly failed: (reason: CoreFailure) => Event;
  readonly waiting: (leftMs: number) => Event;
  /** Told as soon as the measurement has its turn, before the device is drained. */
  readonly begun?: Event;
  /** A line stands: begins the conversation over it. It ends with its line, and the next line begins a fresh one. */
  converse(channel: Channel<Event>): Conversation<Event>;
}
