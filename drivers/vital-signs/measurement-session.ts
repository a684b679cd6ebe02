import type { Clock } from '#config/agreements/clock.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type {
  VitalSignsDevice,
  VitalSignsEvent,
  VitalSignsFailure,
  VitalSignsMeasurement,
} from '../contract/vital-signs.ts';
import type { ConditionReport } from '../supervisor/device-condition.ts';

type DiscardedWhy = Parameters<Parameters<VitalSignsDevice['onDiscarded']>[0]>[0]['why'];

/**
 * The one measurement that can be open on a device, and what becomes of a result: it ends the open measurement, or it is
 * discarded and only its existence is told (law 11).
 */
export interface MeasurementSession {
  isOpen(): boolean;
  /** Opens a measurement. `begin` is called when the line stands; `end` once, however it ends. */
  open(listener: (event: VitalSignsEvent) => void, hooks: MeasurementHooks): VitalSignsMeasurement;
  /** A result. Discarded as `no-measurement-open` when none is. */
  result(result: Omit<Extract<VitalSignsEvent, { type: 'result' }>, 'type'>): void;
  fail(reason: VitalSignsFailure, deviceError?: string): void;
  /** What a measurement that runs out of time says: the device speaks, but its sensor finds nobody. */
  sensorFindsNobody(finds: boolean): void;
  discard(why: DiscardedWhy): void;
  onDiscarded: VitalSignsDevice['onDiscarded'];
  lineStands(): void;
  lineBroke(): void;
  /** Ends an open measurement as stopped, and tells nobody anything more. */
  close(): void;
}

export interface MeasurementHooks {
  begin(): void;
  end(): void;
}

export interface MeasurementSessionParts {
  readonly clock: Clock;
  readonly report: ConditionReport;
  readonly timeoutMs: number;
}

interface OpenMeasurement {
  readonly listener: (event: VitalSignsEvent) => void;
  readonly hooks: MeasurementHooks;
  readonly callOffTimeout: Unsubscribe;
}

export function createMeasurementSession({ clock, report, timeoutMs }: MeasurementSessionParts): MeasurementSession {
  const discardListeners = new Set<(discarded: { readonly why: DiscardedWhy }) => void>();
  let current: OpenMeasurement | undefined;
  let stands = false;
  let nobody = false;

  /** Exactly once for each measurement: whatever comes later finds none open. */
  function end(event: Extract<VitalSignsEvent, { type: 'result' | 'failed' }>): void {
    if (!current) return;
    const { listener, hooks, callOffTimeout } = current;
    current = undefined;
    callOffTimeout();
    hooks.end();
    if (stands) report.change('ready');
    listener(event);
  }

  function fail(reason: VitalSignsFailure, deviceError?: string): void {
    end({ type: 'failed', reason, deviceError });
  }

  function discard(why: DiscardedWhy): void {
    for (const listener of discardListeners) listener({ why });
  }

  return {
    isOpen: () => current !== undefined,

    open(listener, hooks) {
      if (current) throw new Error('A measurement is open already');
      nobody = false;
      const callOffTimeout = clock.after(timeoutMs, () => fail(nobody ? 'sensor' : 'timed-out'));
      const measurement = { listener, hooks, callOffTimeout };
      current = measurement;
      const isCurrent = () => current === measurement;
      if (stands) {
        hooks.begin();
        report.change('measuring');
      }
      // Nobody is called before `measure` has returned.
      queueMicrotask(() => {
        if (!isCurrent()) return;
        if (stands) listener({ type: 'measuring' });
        else fail('absent');
      });
      return {
        async stop() {
          if (isCurrent()) fail('stopped');
        },
      };
    },

    result(result) {
      if (current) end({ type: 'result', ...result });
      else discard('no-measurement-open');
    },

    fail,
    sensorFindsNobody(finds) {
      nobody = finds;
    },
    discard,

    onDiscarded(listener) {
      discardListeners.add(listener);
      return () => void discardListeners.delete(listener);
    },

    lineStands() {
      stands = true;
      report.change('ready');
    },
    lineBroke() {
      stands = false;
      fail('absent');
      report.change('absent');
    },
    close() {
      fail('stopped');
      discardListeners.clear();
      report.end();
    },
  };
}
