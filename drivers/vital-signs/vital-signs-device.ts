import type { VitalSign, VitalSignsDevice, VitalSignsEvent } from '../contract/vital-signs.ts';
import type { Framing } from '../measuring/framing.ts';
import { createMeasuringDevice, type MeasuringNature, type MeasuringParts } from '../measuring/measuring-device.ts';
import { pushOnly } from '../measuring/push-only.ts';
import { isPossible } from './plausible.ts';
import { watchSensor } from './sensor-stream.ts';
import { eventOf, failedEvent } from './vital-events.ts';
import type { VitalRecord } from './vital-record.ts';

/** What every scale, oximeter and meter has in common, and the two ways in which devices speak that are only listened to. */

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

/** How a device that speaks by itself speaks. Pure. */
export interface SpeakingProtocol<State> {
  readonly measures: readonly VitalSign[];
  /** `record`: one record for each measured person. `stream`: values all the time, also of an empty sensor. */
  readonly speaks: 'record' | 'stream';
  /** Of a line that has just opened, and of a stream whose measurement has just opened. */
  readonly start: State;
  cut(before: State, chunk: Uint8Array): { readonly framing: State; readonly records: readonly VitalRecord[] };
  /** The first bytes of a record are here, the rest is not. */
  isInRecord(framing: State): boolean;
}

/** A device that is only listened to: `ready` as long as its line stands. */
export function createSpeakingDevice<State>(
  parts: MeasuringParts,
  protocol: SpeakingProtocol<State>,
): VitalSignsDevice {
  const isScale = protocol.speaks === 'record';
  return createVitalSignsDevice(parts, protocol.measures, {
    framing: recordsOf(protocol),
    // A finger that is still in is no work that goes on: the next measurement waits until it is out.
    worksOnMs: isScale ? vitalSignsDelays.scaleWorksOnMs : 0,
    converse: isScale ? pushOnly({ read: eventOf }) : watchSensor,
  });
}

export function createVitalSignsDevice<Said>(
  parts: MeasuringParts,
  measures: readonly VitalSign[],
  {
    framing,
    worksOnMs,
    converse,
  }: Required<Pick<MeasuringNature<Said, VitalSignsEvent>, 'framing' | 'worksOnMs' | 'converse'>>,
): VitalSignsDevice {
  const core = createMeasuringDevice<Said, VitalSignsEvent>(parts, {
    framing,
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

function recordsOf<State>({ start, cut, isInRecord }: SpeakingProtocol<State>): () => Framing<VitalRecord> {
  return () => {
    let state = start;
    return {
      cut(chunk) {
        const step = cut(state, chunk);
        state = step.framing;
        return { said: step.records, skipped: 0 };
      },
      isMidway: () => isInRecord(state),
      forget() {
        state = start;
        return 0;
      },
    };
  };
}
