import type { DriverName } from '#config/settings/device-settings.ts';
import { type MonitorName, monitors } from '#drivers/blood-pressure/monitors.ts';
import { type Mask, maskEverything, maskLinesBy, maskNothing } from '#drivers/masking/mask-lines.ts';
import { type VitalSignsName, vitalSignsDrivers } from '#drivers/vital-signs/vital-signs-drivers.ts';
import { maskCode } from './mask-document.ts';
import { maskPrintData } from './mask-print-data.ts';
import { maskReports } from './mask-reports.ts';

/** What of a device's line may be told: one mask for what it says, one for what it is told. */
export interface LineMasks {
  readonly device: Mask;
  readonly host: Mask;
}

/** Measuring devices bring their masks along; commands of the kiosk to them name nobody. */
export function masksFor(driver: DriverName): LineMasks {
  if (isMonitor(driver)) return { device: monitors[driver].mask, host: maskNothing };
  if (isVitalSigns(driver)) return { device: vitalSignsDrivers[driver].mask, host: maskNothing };
  return masks[driver];
}

const masks = {
  serial: { device: maskLinesBy(maskCode), host: maskNothing },
  'hid-pos': { device: maskReports, host: maskNothing },
  keyboard: { device: maskEverything, host: maskNothing },
  'pcsc-emrtd': { device: maskEverything, host: maskNothing },
  escpos: { device: maskNothing, host: maskPrintData },
} as const satisfies Readonly<Record<Exclude<DriverName, MonitorName | VitalSignsName>, LineMasks>>;

function isMonitor(driver: DriverName): driver is MonitorName {
  return Object.hasOwn(monitors, driver);
}

function isVitalSigns(driver: DriverName): driver is VitalSignsName {
  return Object.hasOwn(vitalSignsDrivers, driver);
}
