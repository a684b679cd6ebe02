import type { DeviceHint } from '../contract/device.ts';
import type { DiscardedRecord } from '../contract/measuring.ts';
import type { DeviceClock } from './device-clock.ts';

/** Ends that need no word of the device. */
export type CoreFailure = 'absent' | 'stopped' | 'timed-out';

/** How one kind of device is talked to. */
export interface Conversation<Event> {
  /** A whole frame; its codec says what it means. */
  hear(frame: Uint8Array): void;
  /** So many bytes that belong to no frame. */
  hearNoise(count: number): void;
  /** A measurement has its turn: drain, then let the device measure. Tells nothing before it returns. */
  begin(): void;
  /**
   * It is over without a record: stop the device, drain, then call `free` or `worksOn`. May come at any time, also for a
   * measurement that an earlier line or another kiosk process had begun.
   */
  abandon(): void;
  /** How a measurement ends that has run out of time, where the device has said why. */
  whyTimedOut?(): Event | undefined;
}

/** What a conversation may do and tell. All of it does nothing once its line is gone. */
export interface Channel<Event> {
  send(bytes: Uint8Array): void;
  after(ms: number, call: () => void): () => void;
  /** As the clock's. */
  monotonic(): number;
  isMidway(): boolean;
  /** What has begun to arrive is nobody's. */
  forget(): void;
  /** The line stands, and a device that is only listened to has nothing to prove. */
  isThere(): void;
  /** Something came that only the right device with the right settings says. */
  answered(): void;
  /** It should have answered. */
  silent(): void;
  isUnderstood(): boolean;
  /** The settings may be wrong: gives up this line for the next ones. False when there are none left to try. */
  tryNextSettings(): boolean;
  /** From now on it may work for the measurement that has its turn. */
  works(): void;
  /** Drained: from now on a record is the owner's. */
  drained(): void;
  /** Tells the patient how it goes. */
  tell(event: Event): void;
  /** The time in a record, where the device's clock can be right; the technician is told when it cannot. */
  timeOf(said: DeviceClock): string | undefined;
  hint(hint: DeviceHint, stands: boolean): void;
  /** A record: of the measurement that is open, and nobody's otherwise. Whoever the device worked for, it has ended. */
  take(event: Event): void;
  /** Something that it kept from before. Says nothing about what the device does now. */
  discard(why: DiscardedRecord['why']): void;
  fail(event: Event): void;
  /** It works for nobody, as far as it tells, and nothing more is on its way. */
  free(): void;
  /** It may still work for the last owner: nobody else's measurement begins before its record came or its time is over. */
  worksOn(): void;
  /** Whether somebody's record may still come who is not measured any more. */
  isWorkingOn(): boolean;
}
