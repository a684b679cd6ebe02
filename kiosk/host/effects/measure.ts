import type { VisitStore } from '#backend-client/contract/store.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { PressureAdvice, PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import type { VitalSignsEvent, VitalSignsFailure } from '#drivers/contract/vital-signs.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent, MeasuringProgress } from '#kiosk/flow/events.ts';
import type { MeasuringDevices, MeasuringDeviceThere } from '../measuring-devices.ts';
import type { MeasuringTurns, RunningTurn } from './measuring-turns.ts';

export interface MeasuringParts {
  readonly store: Pick<VisitStore, 'storeReading'>;
  readonly measuringDevices: MeasuringDevices;
  readonly turns: MeasuringTurns;
  readonly log: Log;
  /** The outbox has something new to send. */
  readonly wakeOutbox: () => void;
}

export interface Measuring {
  start(effect: Extract<FlowEffect, { do: 'start-measuring' }>, report: (event: FlowEvent) => void): void;
  stop(): void;
  storeReading(effect: Extract<FlowEffect, { do: 'store-reading' }>): FlowEvent;
}

/** Opens and closes the measurements of the sessions, one after the other; each word is marked with whose it is (law 11). */
export function createMeasuring({ store, measuringDevices, turns, log, wakeOutbox }: MeasuringParts): Measuring {
  let running: RunningTurn | undefined;
  /** Whom each step's device measured last, and which device that was: another one may have stood in for it. */
  let measured: { readonly sessionId: string; readonly step: string; readonly deviceId: string } | undefined;

  return {
    start({ sessionId, attempt, deviceId }, report) {
      const whose = { sessionId, attempt, deviceId };
      const device = measuringDevices.of(deviceId);
      if (!device) return report({ type: 'nothing-taken', ...whose, advice: 'call-staff' });
      running = begin(turns, device, sessionId, (said, end) => {
        if (end) log('measurement-failed', { deviceId: device.id, ...end });
        if (said.type === 'reading-taken') measured = { sessionId, step: deviceId, deviceId: device.id };
        report({ ...said, ...whose });
      });
    },
    stop() {
      running?.stop();
      running = undefined;
    },
    storeReading({ sessionId, visitId, ticketNumber, deviceId: step, reading, circumstances, average }) {
      const isLast = measured?.sessionId === sessionId && measured.step === step;
      const deviceId = isLast && measured ? measured.deviceId : step;
      const { model, deviceTime, serial, ...taken } = reading;
      const { arm, ...values } = { arm: undefined, ...taken };
      const { deviceModel, ...known } = measuringDevices.circumstancesOf(deviceId, { model, serial, arm });
      const stored = store.storeReading(
        {
          ...{ visitId, ticketNumber, values, deviceId, deviceModel, deviceTime },
          circumstances: { ...circumstances, ...known },
        },
        average,
      );
      if (!stored.ok) {
        log('visit-not-stored', { reason: stored.problem.kind });
        return { type: 'reading-not-stored', sessionId };
      }
      log('reading-stored', { visitId, readingId: stored.value.readingId, deviceId });
      wakeOutbox();
      return { type: 'reading-stored', sessionId };
    },
  };
}

/** What a device says, without whose it is. */
type Said = { readonly [Type in MeasuringProgress['type']]: Omit<Extract<MeasuringProgress, { type: Type }>, Whose> };
type Whose = 'sessionId' | 'attempt' | 'deviceId';

/** Of a measurement without a result. The values themselves never reach the log: they are health data. */
interface Failed {
  readonly reason: string;
  readonly deviceError: string;
}

function begin(
  turns: MeasuringTurns,
  device: MeasuringDeviceThere,
  owner: string,
  tell: (said: Said[keyof Said], end: Failed | undefined) => void,
): RunningTurn {
  return device.kind === 'blood-pressure-monitor'
    ? turns.begin<PressureEvent>(device, (event) => tell(ofPressure(event), failedIn(event)), owner)
    : turns.begin<VitalSignsEvent>(device, (event) => tell(ofVitalSigns(event), failedIn(event)), owner);
}

function ofPressure(event: PressureEvent): Said[keyof Said] {
  switch (event.type) {
    case 'waiting-for-device':
    case 'waiting-for-button':
      return { type: 'measuring-progressed', phase: event.type, cuffMmHg: undefined };
    case 'measuring':
      return { type: 'measuring-progressed', phase: 'measuring', cuffMmHg: event.cuffMmHg };
    case 'result':
      return { type: 'reading-taken', reading: { kind: 'blood-pressure', ...event.reading } };
    case 'failed':
      return { type: 'nothing-taken', advice: event.advice };
    default:
      return unreachable(event);
  }
}

function ofVitalSigns(event: VitalSignsEvent): Said[keyof Said] {
  switch (event.type) {
    case 'waiting-for-device':
    case 'waiting-for-empty-sensor':
    case 'measuring':
      return { type: 'measuring-progressed', phase: event.type, cuffMmHg: undefined };
    case 'result': {
      const { quantities, deviceTime, model, serial } = event;
      return { type: 'reading-taken', reading: { kind: 'quantities', quantities, deviceTime, model, serial } };
    }
    case 'failed':
      return { type: 'nothing-taken', advice: adviceFor[event.reason] };
    default:
      return unreachable(event);
  }
}

/** What a patient can do about a scale, a sensor or a meter that gave nothing. */
const adviceFor: Readonly<Record<VitalSignsFailure, PressureAdvice>> = {
  sensor: 'try-again',
  'impossible-values': 'try-again',
  'timed-out': 'try-again',
  'device-error': 'call-staff',
  absent: 'call-staff',
  stopped: 'none',
};

function failedIn(event: PressureEvent | VitalSignsEvent): Failed | undefined {
  return event.type === 'failed' ? { reason: event.reason, deviceError: event.deviceError ?? 'none' } : undefined;
}
