import type { VitalSignsSettings } from '#config/settings/site-file.ts';
import type { VitalSignsDevice } from '../contract/vital-signs.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import { type MeasuringSurroundings, partsFor } from '../measuring/parts-of-settings.ts';
import { createVitalSignsDevice } from './vital-signs-device.ts';
import { type VitalSignsName, vitalSignsDrivers } from './vital-signs-drivers.ts';

/** From a site file's entry to the driver. */
export function openVitalSignsDevice(
  settings: VitalSignsSettings,
  surroundings: MeasuringSurroundings,
): VitalSignsDevice {
  const { driver } = settings;
  return createDevice(driver, partsFor(settings, vitalSignsDrivers[driver].foundWith, surroundings));
}

export function createDevice(driver: VitalSignsName, parts: MeasuringParts): VitalSignsDevice {
  return createVitalSignsDevice(parts, vitalSignsDrivers[driver]);
}
