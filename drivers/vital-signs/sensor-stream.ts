import type { VitalSignsEvent } from '../contract/vital-signs.ts';
import type { Channel, Conversation } from '../measuring/conversation.ts';
import { eventOf, failedEvent } from './vital-events.ts';
import type { VitalRecord } from './vital-record.ts';

/**
 * The conversation with a sensor that shows its numbers all the time, such as a pulse oximeter. Its values are this patient's only when
 * it was empty before: the sensor has to find nobody, at the moment in which the measurement opens or later. A finger that is
 * still in belongs to the last patient, or to nobody knows whom, and is asked to come out.
 */

/** Waits of the conversation, in milliseconds. */
export const sensorDelays = {
  /** An empty sensor says so at least once a second; silence says nothing about it. */
  emptyForMs: 1_500,
  /** A sensor that has not said by then that it is empty holds somebody. */
  askForEmptyAfterMs: 4_000,
  /** A question that has no answer by then gets none. */
  answerWithinMs: 5_000,
  /** Of a sensor that is asked: so many without an answer, and it is not there. */
  questionsBeforeSilence: 4,
} as const;

/** What a sensor shows, moment by moment, until its numbers are steady. Pure. */
export interface SteadySensor<Window> {
  readonly emptyWindow: Window;
  /**
   * One frame more. A `record` is that nobody is there, or steady numbers; without one the numbers still change. `undefined`:
   * the frame says nothing.
   */
  watch(
    window: Window,
    frame: Uint8Array,
  ): { readonly window: Window; readonly record: VitalRecord | undefined } | undefined;
  /** It shows a moment only when it is asked for it. Left out: it speaks all the time. */
  readonly asked?: { readonly question: Uint8Array; readonly everyMs: number } | undefined;
}

export function watchSensor<Window>({ emptyWindow, watch, asked }: SteadySensor<Window>) {
  return (channel: Channel<VitalSignsEvent>): Conversation<VitalSignsEvent> => {
    let window = emptyWindow;
    let isEmpty = false;
    let isDraining = false;
    let isMeasuring = false;
    /** While it should be empty. */
    let holdsSomebody = false;
    let wasAskedOut = false;
    /** When each question was asked that has no answer yet; a sensor that answers one with many is heard once. */
    let asks: readonly number[] = [];
    let unanswered = 0;
    /** Of those, how many were asked before the measurement has its turn: what they answer is of before. */
    let owed = 0;
    let callOff = () => {};
    let callOffAsking = () => {};
    if (asked) ask(asked);
    else channel.isThere();

    function ask(how: { readonly question: Uint8Array; readonly everyMs: number }) {
      if (unanswered > 0) {
        // Nobody knows what it would have shown.
        window = emptyWindow;
        if (unanswered === sensorDelays.questionsBeforeSilence) channel.silent();
      }
      unanswered += 1;
      asks = [...stillOpen(), channel.monotonic()];
      channel.send(how.question);
      channel.after(how.everyMs, () => ask(how));
    }

    function stillOpen() {
      const now = channel.monotonic();
      return asks.filter((askedAt) => now - askedAt < sensorDelays.answerWithinMs);
    }

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
      // Whoever was asked to take the finger out is told when it may go in again.
      if (wasAskedOut) channel.tell({ type: 'measuring' });
    }

    return {
      hear(frame) {
        if (asked) {
          const [answersOne, ...later] = stillOpen();
          if (answersOne === undefined) return;
          asks = later;
          unanswered = 0;
        }
        const step = watch(window, frame);
        if (!step) return;
        window = step.window;
        if (asked || step.record) channel.answered();
        if (owed > 0) {
          owed -= 1;
          return;
        }
        const { record } = step;
        if (record?.kind === 'nobody') return sensorIsEmpty();
        // Numbers that still change are somebody's.
        isEmpty = false;
        if (!record) return;
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
        if (asked) {
          // Its answers may be late: only what is asked from now on says how it is now.
          isEmpty = false;
          owed = stillOpen().length;
        }
        wasAskedOut = false;
        if (isEmpty) return open();
        isDraining = true;
        holdsSomebody = false;
        callOffAsking = channel.after(sensorDelays.askForEmptyAfterMs, () => {
          wasAskedOut = true;
          channel.tell({ type: 'waiting-for-empty-sensor' });
        });
      },
      abandon() {
        callOffAsking();
        isDraining = false;
        isMeasuring = false;
        owed = 0;
        channel.free();
      },
      whyTimedOut: () => (isEmpty || holdsSomebody ? failedEvent('sensor') : undefined),
    };
  };
}
