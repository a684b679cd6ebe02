import type { VitalSignsSettings } from '#config/settings/site-file.ts';
import type { TypingDevice, VitalSignsDevice } from '../contract/vital-signs.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import { type MeasuringSurroundings, partsFor, partsOver } from '../measuring/parts-of-settings.ts';
import { createTypedLine } from '../transport/typed-line.ts';
import { createVitalSignsDevice, type VitalSignsDriver } from './vital-signs-device.ts';
import { type VitalSignsName, vitalSignsDrivers } from './vital-signs-drivers.ts';

/** From a site file's entry to the driver. */
export function openVitalSignsDevice(
  settings: VitalSignsSettings,
  surroundings: MeasuringSurroundings,
): VitalSignsDevice | TypingDevice {
  const { driver, transport } = settings;
  return transport.kind === 'keyboard'
    ? openTypingDevice(settings, surroundings)
    : createDevice(driver, partsFor({ ...settings, transport }, vitalSignsDrivers[driver].foundWith, surroundings));
}

export function createDevice(driver: VitalSignsName, parts: MeasuringParts): VitalSignsDevice {
  return createVitalSignsDevice(parts, vitalSignsDrivers[driver]);
}

/** Its line is what the page hears, and otherwise it is any device that sends its record by itself. */
function openTypingDevice(settings: VitalSignsSettings, surroundings: MeasuringSurroundings): TypingDevice {
  const line = createTypedLine();
  const driver: VitalSignsDriver = vitalSignsDrivers[settings.driver];
  return {
    ...createVitalSignsDevice(partsOver([line.open], settings, surroundings), driver),
    type(text) {
      if (driver.recognises?.(text) !== true) return false;
      line.type(text);
      return true;
    },
  };
}
