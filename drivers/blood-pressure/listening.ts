import type { MeasuredRecord } from './measured-record.ts';
import type { Conversation, Desk } from './pressure-monitor.ts';

/**
 * The conversation with a device that only talks: the patient presses its button, and when it has measured it sends one
 * record. It understands no command, so the cuff cannot be stopped; a record that comes later is discarded.
 */

/** Waits of the conversation, in milliseconds. */
export const listeningDelays = {
  /** What arrives this soon after a measurement was opened was sent before. */
  drainMs: 250,
  /** A record that was on its way when the measurement was opened is waited for, at most so long. */
  drainWithinMs: 1_000,
  /** The patient has to find the button, and the device measures up to two minutes. */
  longestMeasurementMs: 240_000,
} as const;

/** So many bytes without a record are not a spark on the cable: the device speaks with other settings. */
const foreignBytesBeforeNextSettings = 64;

export function listenTo(read: (frame: Uint8Array) => MeasuredRecord): (desk: Desk) => Conversation {
  return (desk) => {
    let foreign = 0;
    let callOff = () => {};
    desk.isThere();

    function drain(leftMs: number): void {
      callOff = desk.after(listeningDelays.drainMs, () => {
        const left = leftMs - listeningDelays.drainMs;
        if (desk.isMidFrame() && left > 0) drain(left);
        else desk.waitForButton();
      });
    }

    return {
      hear(frame) {
        foreign = 0;
        const record = read(frame);
        desk.answered();
        desk.take(record);
      },
      hearNoise(count) {
        foreign += count;
        if (foreign < foreignBytesBeforeNextSettings || desk.isUnderstood()) return;
        foreign = 0;
        desk.tryNextSettings();
      },
      begin: () => drain(listeningDelays.drainWithinMs),
      abandon() {
        callOff();
        desk.quiet();
      },
    };
  };
}
