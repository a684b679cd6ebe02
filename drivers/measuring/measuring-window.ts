import type { Unsubscribe } from '../contract/device.ts';
import type { DiscardedRecord, MeasuringOwner } from '../contract/measuring.ts';

/**
 * The window through which a record may reach a patient (law 11). It is opened by `measure` for one owner, takes a record
 * only once the device was drained, and closes with exactly one last event. Whatever comes at another time is thrown away,
 * and only its existence is told.
 */
export interface MeasuringWindow<Event> {
  /**
   * - `closed`: nobody measures.
   * - `waiting`: a measurement was opened; its device is not there yet, or still works for somebody else.
   * - `draining`: it has its turn, but what the device says still belongs to somebody else.
   * - `open`: a record is this owner's.
   */
  at(): 'closed' | 'waiting' | 'draining' | 'open';
  owner(): MeasuringOwner;
  /** Opening a second one is a bug. */
  open(listener: (event: Event) => void, owner: MeasuringOwner): OpenedMeasurement<Event>;
  /** It has its turn, or has to wait again. */
  turn(at: 'waiting' | 'draining' | 'open'): void;
  /** Tells an event that does not end it. Does nothing when none is opened. */
  tell(event: Event): void;
  /** A record: ends the measurement when it is open. False when it is nobody's; it was discarded then. */
  take(event: Event): boolean;
  /** Ends whichever measurement there is. */
  fail(event: Event): void;
  discard(why: DiscardedRecord['why']): void;
  onDiscarded(listener: (discarded: DiscardedRecord) => void): Unsubscribe;
  /** Nobody is told anything any more. */
  end(): void;
}

export interface OpenedMeasurement<Event> {
  isOpen(): boolean;
  /** Does nothing when it has ended already; a later measurement is not touched. */
  fail(event: Event): void;
}

/** Called when a measurement has ended, before its listener hears how. */
export type WindowClosed = (closed: {
  /** `taken`: by a record of the device. */
  readonly by: 'taken' | 'failed';
  readonly owner: MeasuringOwner;
  /** Where it was. */
  readonly at: 'waiting' | 'draining' | 'open';
}) => void;

interface Opened<Event> {
  readonly listener: (event: Event) => void;
  readonly owner: MeasuringOwner;
  at: 'waiting' | 'draining' | 'open';
}

export function createMeasuringWindow<Event>(onClosed: WindowClosed): MeasuringWindow<Event> {
  const discardListeners = new Set<(discarded: DiscardedRecord) => void>();
  let window: Opened<Event> | undefined;

  function close(event: Event, by: 'taken' | 'failed'): void {
    const closing = window;
    if (!closing) return;
    window = undefined;
    onClosed({ by, owner: closing.owner, at: closing.at });
    closing.listener(event);
  }

  function discard(why: DiscardedRecord['why']): void {
    for (const listener of [...discardListeners]) listener({ why });
  }

  return {
    at: () => window?.at ?? 'closed',
    owner: () => window?.owner,
    open(listener, owner) {
      if (window) throw new Error('A device measures one patient at a time');
      const opened: Opened<Event> = { listener, owner, at: 'waiting' };
      window = opened;
      return {
        isOpen: () => window === opened,
        fail(event) {
          if (window === opened) close(event, 'failed');
        },
      };
    },
    turn(at) {
      if (window) window.at = at;
    },
    tell: (event) => window?.listener(event),
    take(event) {
      const isOurs = window?.at === 'open';
      if (isOurs) close(event, 'taken');
      else discard(window?.at === 'draining' ? 'stale' : 'no-measurement-open');
      return isOurs;
    },
    fail: (event) => close(event, 'failed'),
    discard,
    onDiscarded(listener) {
      discardListeners.add(listener);
      return () => void discardListeners.delete(listener);
    },
    end: () => discardListeners.clear(),
  };
}
