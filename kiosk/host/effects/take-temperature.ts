import type { SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { VitalSignsDevice, VitalSignsEvent } from '#drivers/contract/vital-signs.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { TemperatureProgress } from '#kiosk/flow/events.ts';
import { bodyTemperature } from '../measured-things.ts';
import { firstReady } from '../ready-device.ts';
import type { MeasuringTurns, RunningTurn } from './measuring-turns.ts';

export interface TakingTemperatureParts {
  /** Beside the screening question, as in the site file; none where nobody is measured there. */
  readonly thermometers: readonly VitalSignsDevice[];
  readonly turns: MeasuringTurns;
  readonly log: Log;
}

export interface TakingTemperature {
  start(effect: Extract<FlowEffect, { do: 'take-temperature' }>, report: (event: TemperatureProgress) => void): void;
  stop(): void;
}

/** Opens the thermometer for whoever is asked about fever; each word is marked with whose it is (law 11). */
export function createTakingTemperature({ thermometers, turns, log }: TakingTemperatureParts): TakingTemperature {
  let running: RunningTurn | undefined;
  return {
    start({ sessionId, attempt }, report) {
      const device = firstReady(thermometers);
      if (!device) return report({ type: 'temperature-not-measured', sessionId, attempt, isGone: true });
      running = turns.begin<VitalSignsEvent>(
        device,
        (event) => {
          // The value itself never reaches the log: it is health data. One that nobody uses fails by its time alone.
          if (event.type === 'failed' && event.reason !== 'timed-out' && event.reason !== 'stopped') {
            const { reason, deviceError = 'none' } = event;
            log('measurement-failed', { deviceId: device.id, reason, deviceError });
          }
          const said = progressFrom(event, sessionId, attempt);
          if (said) report(said);
        },
        sessionId,
      );
    },
    stop() {
      running?.stop();
      running = undefined;
    },
  };
}

function progressFrom(event: VitalSignsEvent, sessionId: SessionId, attempt: number): TemperatureProgress | undefined {
  switch (event.type) {
    case 'result': {
      const measured = event.quantities.find(({ of, unit }) => of === bodyTemperature && unit === 'Cel');
      return measured
        ? { type: 'temperature-measured', sessionId, attempt, celsius: measured.value }
        : { type: 'temperature-not-measured', sessionId, attempt, isGone: false };
    }
    case 'failed':
      return { type: 'temperature-not-measured', sessionId, attempt, isGone: event.reason === 'absent' };
    case 'waiting-for-device':
    case 'waiting-for-empty-sensor':
      return undefined;
    case 'measuring':
      return { type: 'temperature-measuring', sessionId, attempt };
    default:
      return unreachable(event);
  }
}
