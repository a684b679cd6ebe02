import type { VitalSignsEvent } from '../contract/vital-signs.ts';
import type { Channel, Conversation } from '../measuring/conversation.ts';
import { addSample, emptyWindow, type OximetrySample } from './steady-oximetry.ts';
import { eventOf, failedEvent } from './vital-events.ts';

/**
 * The conversation with a sensor that speaks all the time, such as a pulse oximeter. Its values are this patient's only when
 * it was empty before: the sensor has to find nobody, at the moment in which the measurement opens or later. A finger that is
 * still in belongs to the last patient, or to nobody knows whom, and is asked to come out.
 */

/** Waits of the conversation, in milliseconds. */
export const sensorDelays = {
  /** An empty sensor says so at least once a second; silence says nothing about it. */
  emptyForMs: 1_500,
  /** A sensor that has not said by then that it is empty holds somebody. */
  askForEmptyAfterMs: 4_000,
} as const;

export interface SampledSensor {
  readonly samplesPerSecond: number;
  sample(frame: Uint8Array): OximetrySample | undefined;
}

export function watchSensor({ sample, samplesPerSecond }: SampledSensor) {
  return (channel: Channel<VitalSignsEvent>): Conversation<VitalSignsEvent> => {
    let window = emptyWindow;
    let isEmpty = false;
    let isDraining = false;
    let isMeasuring = false;
    /** While it should be empty. */
    let holdsSomebody = false;
    let callOff = () => {};
    let callOffAsking = () => {};
    channel.isThere();

    function sensorIsEmpty() {
      isEmpty = true;
      callOff();
      callOff = channel.after(sensorDelays.emptyForMs, () => {
        isEmpty = false;
      });
      if (isDraining) open();
    }

    function open() {
      callOffAsking();
      isDraining = false;
      isMeasuring = true;
      channel.drained();
    }

    return {
      hear(frame) {
        const next = sample(frame);
        const step = next && addSample(window, next, samplesPerSecond);
        window = step?.window ?? window;
        const record = step?.record;
        if (!record) return;
        channel.answered();
        if (record.kind === 'nobody') return sensorIsEmpty();
        isEmpty = false;
        holdsSomebody = isDraining;
        const event = eventOf(record);
        // Outside of a measurement a finger is no record that somebody lost.
        if (isMeasuring && event) {
          isMeasuring = false;
          channel.take(event);
        }
      },
      hearNoise() {
        // Nobody knows what was shown meanwhile: the steady seconds begin anew.
        window = emptyWindow;
      },
      begin() {
        if (isEmpty) return open();
        isDraining = true;
        holdsSomebody = false;
        callOffAsking = channel.after(sensorDelays.askForEmptyAfterMs, () => {
          channel.tell({ type: 'waiting-for-empty-sensor' });
        });
      },
      abandon() {
        callOffAsking();
        isDraining = false;
        isMeasuring = false;
        channel.free();
      },
      whyTimedOut: () => (isEmpty || holdsSomebody ? failedEvent('sensor') : undefined),
    };
  };
}
