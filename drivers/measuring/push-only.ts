import type { Channel, Conversation } from './conversation.ts';

/**
 * The conversation with a push-only device: the patient presses its button or steps on it, and when it has measured it sends
 * one record. It understands no command, so it cannot be stopped, and works on for whoever began (law 11).
 */

/** Waits of the conversation, in milliseconds. */
export const pushOnlyDelays = {
  /** What arrives this soon after a measurement was opened was sent before. */
  drainMs: 250,
  /** A record that was on its way by then is waited for, at most so long; its rest means nothing afterwards. */
  drainWithinMs: 1_000,
} as const;

/** So many bytes without a record are not a spark on the cable: the device speaks with other settings. */
const foreignBytesBeforeNextSettings = 64;

export interface PushOnly<Event> {
  /** `undefined`: the frame was damaged, and says nothing. */
  read(frame: Uint8Array, channel: Channel<Event>): Event | undefined;
  /** Told when the device is drained. */
  readonly drained?: Event;
}

export function pushOnly<Event>({ read, drained }: PushOnly<Event>): (channel: Channel<Event>) => Conversation<Event> {
  return (channel) => {
    let foreign = 0;
    /** It may work for the owner of the measurement that has its turn. */
    let isDrained = false;
    let callOff = () => {};
    channel.isThere();

    function drain(leftMs: number): void {
      callOff = channel.after(pushOnlyDelays.drainMs, () => {
        const left = leftMs - pushOnlyDelays.drainMs;
        if (channel.isMidway() && left > 0) return drain(left);
        channel.forget();
        isDrained = true;
        channel.works();
        channel.drained();
        if (drained) channel.tell(drained);
      });
    }

    return {
      hear(frame) {
        const event = read(frame, channel);
        if (event === undefined) return;
        foreign = 0;
        channel.hint('wrong-line-settings', false);
        channel.answered();
        channel.take(event);
      },
      hearNoise(count) {
        foreign += count;
        if (foreign < foreignBytesBeforeNextSettings || channel.isUnderstood()) return;
        foreign = 0;
        if (!channel.tryNextSettings()) channel.hint('wrong-line-settings', true);
      },
      begin() {
        isDrained = false;
        drain(pushOnlyDelays.drainWithinMs);
      },
      abandon() {
        callOff();
        // Nobody was asked to begin yet, unless an earlier line or kiosk did so.
        if (isDrained || channel.isWorkingOn()) channel.worksOn();
        else channel.free();
      },
    };
  };
}
