import { unreachable } from '#config/agreements/result.ts';
import type { BloodPressureMonitor, PressureEvent, PressureReading } from '#drivers/contract/blood-pressure-monitor.ts';
import type { OpenMeasurement } from '#drivers/contract/measuring.ts';
import type { VitalSignsDevice, VitalSignsEvent } from '#drivers/contract/vital-signs.ts';
import type { MeasureTest } from '#kiosk/bridge/console/devices-words.ts';
import { createEnding, type DeviceTest, type TestParts } from './device-test.ts';

/** Longer than any device measures (`measureWithinSeconds` goes to 900). */
const measureWithinMs = 960_000;

type Told = Pick<MeasureTest, 'stands'> & Partial<MeasureTest>;

/** One measurement on a phantom, or of whoever tests. Belongs to no session, and is stored nowhere. */
export function beginMeasureTest(device: BloodPressureMonitor | VitalSignsDevice, parts: TestParts): DeviceTest {
  const ending = createEnding(device, parts, measureWithinMs);
  let told: Told = { stands: 'waiting-for-device' };
  const hear = (event: PressureEvent | VitalSignsEvent) => {
    if (ending.ended()) return;
    told = toldOf(event);
    if (event.type === 'result') ending.end('well');
    if (event.type === 'failed') ending.end(ends[event.reason] ?? 'failed');
  };
  const measurement: OpenMeasurement = device.measure(hear);
  return {
    state: () => ({ ...told, test: 'measure', ended: ending.ended() }),
    stop() {
      ending.end('stopped');
      void measurement.stop();
    },
  };
}

const ends: Readonly<Record<string, 'lost' | 'timed-out' | 'stopped'>> = {
  absent: 'lost',
  'timed-out': 'timed-out',
  stopped: 'stopped',
};

function toldOf(event: PressureEvent | VitalSignsEvent): Told {
  switch (event.type) {
    case 'waiting-for-device':
    case 'waiting-for-button':
    case 'waiting-for-empty-sensor':
      return { stands: event.type };
    case 'measuring':
      return { stands: 'measuring', ...('cuffMmHg' in event ? { cuffMmHg: event.cuffMmHg } : {}) };
    case 'result':
      return { stands: 'over', result: 'reading' in event ? pressuresOf(event.reading) : event.quantities };
    case 'failed':
      return { stands: 'over', reason: event.reason, deviceError: event.deviceError };
    default:
      return unreachable(event);
  }
}

function pressuresOf({ systolic, diastolic, mean, pulse }: PressureReading): MeasureTest['result'] {
  const unit = 'mm[Hg]';
  return [
    { of: 'systolic', value: systolic, unit },
    { of: 'diastolic', value: diastolic, unit },
    ...(mean === undefined ? [] : [{ of: 'mean', value: mean, unit }]),
    { of: 'pulse', value: pulse, unit: '/min' },
  ];
}
