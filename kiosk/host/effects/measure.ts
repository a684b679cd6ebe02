import type { VisitStore } from '#backend-client/contract/store.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BloodPressureMonitor, PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent, MeasuringProgress } from '#kiosk/flow/events.ts';
import type { MeasuringTurns, RunningTurn } from './measuring-turns.ts';

export interface MeasuringParts {
  readonly store: Pick<VisitStore, 'storeReading'>;
  /** `undefined`: this kiosk has no monitor. */
  readonly monitor: BloodPressureMonitor | undefined;
  readonly log: Log;
  /** The outbox has something new to send. */
  readonly wakeOutbox: () => void;
  readonly turns: MeasuringTurns;
}

export interface Measuring {
  start(effect: Extract<FlowEffect, { do: 'start-measuring' }>, report: (event: FlowEvent) => void): void;
  stop(): void;
  storeReading(effect: Extract<FlowEffect, { do: 'store-reading' }>): FlowEvent;
}

/** Opens and closes the measurements of the sessions, one after the other; each word is marked with whose it is (law 11). */
export function createMeasuring({ store, monitor, log, wakeOutbox, turns }: MeasuringParts): Measuring {
  let running: RunningTurn | undefined;

  return {
    start({ sessionId, attempt, deviceId }, report) {
      if (monitor?.id !== deviceId) {
        report({ type: 'nothing-taken', sessionId, attempt, deviceId, advice: 'call-staff' });
        return;
      }
      running = turns.begin<PressureEvent>(
        monitor,
        (event) => {
          logEnd(event, monitor.id, log);
          report(progressFrom(event, { sessionId, attempt, deviceId }));
        },
        sessionId,
      );
    },
    stop() {
      running?.stop();
      running = undefined;
    },
    storeReading({ sessionId, visitId, ticketNumber, deviceId, reading, circumstances, average }) {
      const { model, deviceTime, serial, ...measured } = reading;
      const { arm, ...values } = { arm: undefined, ...measured };
      const stored = store.storeReading(
        {
          visitId,
          ticketNumber,
          values,
          deviceId,
          deviceModel: model,
          deviceTime,
          circumstances: { ...circumstances, ...(serial ? { deviceSerial: serial } : {}), ...(arm ? { arm } : {}) },
        },
        average,
      );
      if (!stored.ok) {
        log('visit-not-stored', { reason: stored.problem.kind });
        return { type: 'reading-not-stored', sessionId };
      }
      log('reading-stored', { visitId, readingId: stored.value.readingId, deviceId: stored.value.deviceId });
      wakeOutbox();
      return { type: 'reading-stored', sessionId };
    },
  };
}

type Whose = Pick<MeasuringProgress, 'sessionId' | 'attempt' | 'deviceId'>;

function progressFrom(event: PressureEvent, whose: Whose): MeasuringProgress {
  switch (event.type) {
    case 'waiting-for-device':
    case 'waiting-for-button':
      return { type: 'measuring-progressed', ...whose, phase: event.type, cuffMmHg: undefined };
    case 'measuring':
      return { type: 'measuring-progressed', ...whose, phase: 'measuring', cuffMmHg: event.cuffMmHg };
    case 'result':
      return { type: 'reading-taken', ...whose, reading: { kind: 'blood-pressure', ...event.reading } };
    case 'failed':
      return { type: 'nothing-taken', ...whose, advice: event.advice };
    default:
      return unreachable(event);
  }
}

/** The values themselves never reach the log: they are health data. */
function logEnd(event: PressureEvent, deviceId: string, log: Log): void {
  if (event.type !== 'failed') return;
  log('measurement-failed', { deviceId, reason: event.reason, deviceError: event.deviceError ?? 'none' });
}
