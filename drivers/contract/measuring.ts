import type { Unsubscribe } from './device.ts';

/** What all measuring has in common, whatever is measured (law 11). */

/**
 * Whom a measurement is for: a session's id, compared and never told on. `undefined` is nobody that could be met again.
 */
export type MeasuringOwner = string | undefined;

/**
 * The device may still work for somebody else whose measurement was stopped, ran out of time or lost its cable, and cannot
 * be stopped. This measurement begins by itself when that record came, and `leftMs` from now at the latest.
 */
export interface WaitingForDevice {
  readonly type: 'waiting-for-device';
  readonly leftMs: number;
}

/** A record without a measurement: yesterday's, somebody else's, a spontaneous one. It is gone; only its existence is told. */
export interface DiscardedRecord {
  readonly why: 'no-measurement-open' | 'stale' | 'repeated';
}

export interface OpenMeasurement {
  /**
   * Stops the device where it knows how, and ends with `failed: stopped` unless it has ended already. A device that cannot be
   * stopped, or does not say that it has stopped, keeps its owner.
   */
  stop(): Promise<void>;
}

/** The part of every measuring device that does not depend on what it measures. */
export interface MeasuringDevice<Event> {
  /**
   * Opens a measurement: drains what the device still holds, then lets it measure. One at a time; opening a second one is a
   * bug. Ends by exactly one `result` or `failed`. The `owner` of a measurement that may still go on in the device need not
   * wait for it; its record is theirs.
   */
  measure(listener: (event: Event) => void, owner?: MeasuringOwner): OpenMeasurement;
  /** How long somebody else has to wait for the device at most, in ms; 0 when it is free. */
  freeInMs(): number;
  onDiscarded(listener: (discarded: DiscardedRecord) => void): Unsubscribe;
}
