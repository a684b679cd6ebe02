import { unreachable } from '#config/agreements/result.ts';
import type { DiscardedResult, PressureEvent } from '../contract/blood-pressure-monitor.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type { MeasuredRecord, MeasurementFailure } from './measured-record.ts';
import { plausiblePressure } from './plausible-pressure.ts';

/**
 * The window through which a result may reach a patient (law 11). It is opened by `measure`, takes a record only once the
 * device was drained, and closes with exactly one `result` or `failed`. Whatever comes at another time is thrown away, and
 * only its existence is told.
 */
export interface MeasurementWindow {
  /** `draining`: a measurement was opened, but what the device says still belongs to somebody else. */
  at(): 'closed' | 'draining' | 'open';
  /** Opening a second one is a bug. */
  open(listener: (event: PressureEvent) => void): OpenedMeasurement;
  /** From now on a record is this patient's. */
  drained(): void;
  /** The line is another one: it has to be drained again. */
  drainAgain(): void;
  /** The cuff works. Does nothing while no measurement is open. */
  cuffWorks(cuffMmHg: number | undefined): void;
  waitForButton(): void;
  take(record: MeasuredRecord): void;
  discard(why: DiscardedResult['why']): void;
  /** Ends whichever measurement there is. */
  fail(failure: MeasurementFailure): void;
  onDiscarded(listener: (discarded: DiscardedResult) => void): Unsubscribe;
  /** Nobody is told anything any more. */
  end(): void;
}

export interface OpenedMeasurement {
  /** False when it has ended already; a later measurement is not touched. */
  fail(failure: MeasurementFailure): boolean;
}

/** Called when a measurement has ended, before its listener hears how. `taken`: by a record of the device. */
export type WindowClosed = (by: 'taken' | 'failed') => void;

interface Window {
  readonly listener: (event: PressureEvent) => void;
  drained: boolean;
}

export function createMeasurementWindow(onClosed: WindowClosed): MeasurementWindow {
  const discardListeners = new Set<(discarded: DiscardedResult) => void>();
  let window: Window | undefined;

  function close(event: PressureEvent, by: 'taken' | 'failed'): void {
    const closing = window;
    window = undefined;
    onClosed(by);
    closing?.listener(event);
  }

  function discard(why: DiscardedResult['why']): void {
    for (const listener of [...discardListeners]) listener({ why });
  }

  function tell(event: PressureEvent): void {
    if (window?.drained) window.listener(event);
  }

  function fail(failure: MeasurementFailure): void {
    if (window) close({ type: 'failed', ...failure }, 'failed');
  }

  return {
    at: () => (window ? (window.drained ? 'open' : 'draining') : 'closed'),
    open(listener) {
      if (window) throw new Error('A blood-pressure monitor measures one patient at a time');
      const opened: Window = { listener, drained: false };
      window = opened;
      return {
        fail(failure) {
          if (window !== opened) return false;
          fail(failure);
          return true;
        },
      };
    },
    drained() {
      if (window) window.drained = true;
    },
    drainAgain() {
      if (window) window.drained = false;
    },
    cuffWorks: (cuffMmHg) => tell({ type: 'measuring', cuffMmHg }),
    waitForButton: () => tell({ type: 'waiting-for-button' }),
    take(record) {
      if (window?.drained) close(eventFrom(record), 'taken');
      else discard(window ? 'stale' : 'no-measurement-open');
    },
    discard,
    fail,
    onDiscarded(listener) {
      discardListeners.add(listener);
      return () => void discardListeners.delete(listener);
    },
    end: () => discardListeners.clear(),
  };
}

function eventFrom(record: MeasuredRecord): PressureEvent {
  switch (record.kind) {
    case 'error':
      return { type: 'failed', ...record.failure };
    case 'values': {
      const checked = plausiblePressure(record.values);
      if (checked.ok) return { type: 'result', reading: checked.value };
      return { type: 'failed', reason: 'impossible-values', advice: 'try-again', deviceError: undefined };
    }
    default:
      return unreachable(record);
  }
}
