import type { VisitStore } from '#backend-client/contract/store.ts';
import type { SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BloodPressureMonitor, PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent, PressureProgress } from '#kiosk/flow/events.ts';
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
    start({ sessionId, attempt }, report) {
      if (!monitor) {
        report({ type: 'pressure-not-measured', sessionId, attempt, advice: 'call-staff' });
        return;
      }
      running = turns.begin<PressureEvent>(
        monitor,
        (event) => {
          logEnd(event, monitor.id, log);
          report(progressFrom(event, sessionId, attempt));
        },
        sessionId,
      );
    },
    stop() {
      running?.stop();
      running = undefined;
    },
    storeReading({ sessionId, visitId, ticketNumber, reading }) {
      const { model, deviceTime, ...measured } = reading;
      const stored = store.storeReading({
        visitId,
        ticketNumber,
        values: { kind: 'blood-pressure', ...measured },
        deviceId: monitor?.id ?? 'none',
        deviceModel: model,
        deviceTime,
        circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
      });
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

function progressFrom(event: PressureEvent, sessionId: SessionId, attempt: number): PressureProgress {
  switch (event.type) {
    case 'waiting-for-device':
      return { type: 'pressure-measuring', sessionId, attempt, phase: 'waiting-for-device', cuffMmHg: undefined };
    case 'waiting-for-button':
      return { type: 'pressure-measuring', sessionId, attempt, phase: 'waiting-for-button', cuffMmHg: undefined };
    case 'measuring':
      return { type: 'pressure-measuring', sessionId, attempt, phase: 'measuring', cuffMmHg: event.cuffMmHg };
    case 'result':
      return { type: 'pressure-measured', sessionId, attempt, reading: event.reading };
    case 'failed':
      return { type: 'pressure-not-measured', sessionId, attempt, advice: event.advice };
    default:
      return unreachable(event);
  }
}

/** The values themselves never reach the log: they are health data. */
function logEnd(event: PressureEvent, deviceId: string, log: Log): void {
  if (event.type !== 'failed') return;
  log('measurement-failed', { deviceId, reason: event.reason, deviceError: event.deviceError ?? 'none' });
}
