import type { DriverName } from '#config/settings/device-settings.ts';
import { gtechGl150 } from './gtech-gl150/gtech-gl150.ts';
import { healthOMeter } from './health-o-meter/health-o-meter.ts';
import { mcu90615 } from './mcu-90615/mcu-90615.ts';
import { noninAscii } from './nonin-ascii/nonin-ascii.ts';
import { noninFormat2 } from './nonin-format2/nonin-format2.ts';
import { oneTouchUltra2 } from './onetouch-ultra2/onetouch-ultra2.ts';
import { textThermometer } from './text-thermometer/text-thermometer.ts';
import type { VitalSignsDriver } from './vital-signs-device.ts';

export type VitalSignsName = DriverName<'vital-signs'>;

/** Every scale, oximeter, meter and thermometer that a site file can name, a folder of this room each. */
export const vitalSignsDrivers = {
  'gtech-gl150': gtechGl150,
  'health-o-meter': healthOMeter,
  'nonin-format2': noninFormat2,
  'nonin-ascii': noninAscii,
  'onetouch-ultra2': oneTouchUltra2,
  'mcu-90615': mcu90615,
  'text-thermometer': textThermometer,
} as const satisfies Readonly<Record<VitalSignsName, VitalSignsDriver>>;
