import type { BloodPressureMonitorSettings } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import { type MeasuringSurroundings, partsFor } from '../measuring/parts-of-settings.ts';
import { type MonitorName, monitors } from './monitors.ts';
import { createPressureMonitor } from './pressure-monitor.ts';

/** From a site file's entry to the driver. */
export function openBloodPressureMonitor(
  settings: BloodPressureMonitorSettings,
  surroundings: MeasuringSurroundings,
): BloodPressureMonitor {
  const { driver } = settings;
  return createMonitor(driver, partsFor(settings, monitors[driver].foundWith, surroundings));
}

export function createMonitor(driver: MonitorName, parts: MeasuringParts): BloodPressureMonitor {
  return createPressureMonitor(parts, monitors[driver]);
}
