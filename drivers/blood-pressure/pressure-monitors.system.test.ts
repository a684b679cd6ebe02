import { describe, test } from 'vitest';
import { monitorNames } from '#config/settings/device-settings.ts';
import { hasSocat } from '../transport/serial-cable.bench.ts';
import { bloodPressureMonitorExam } from './blood-pressure-monitor.exam.ts';
import { createSerialBench } from './pressure-monitor.bench.ts';

if (hasSocat || process.env.CI) {
  // Each has a cable and a clock of its own, and waits for its cable most of the time.
  describe.concurrent.each(monitorNames)('%s', (driver) =>
    bloodPressureMonitorExam(driver, 'a serial port', () => createSerialBench(driver)),
  );
} else {
  test.skip('monitors over a serial port: socat is not installed (Debian package socat)', () => {});
}
