import { unreachable } from '#config/agreements/result.ts';
import type { VitalSignsDevice } from '../contract/vital-signs.ts';
import type { MeasuringParts } from '../measuring/measuring-device.ts';
import { gtechGl150 } from './gtech-gl150/gtech-gl150.ts';
import { healthOMeter } from './health-o-meter/health-o-meter.ts';
import { noninAscii } from './nonin-ascii/nonin-ascii.ts';
import { noninFormat2 } from './nonin-format2/nonin-format2.ts';
import { createOneTouchUltra2 } from './onetouch-ultra2/onetouch-ultra2.ts';
import { createSpeakingDevice } from './vital-signs-device.ts';

/** Scales, oximeters and glucose meters by the names that a site file uses. All of them: 9600 baud, 8N1. */
export const vitalSignsDrivers = [
  'gtech-gl150',
  'health-o-meter',
  'nonin-format2',
  'nonin-ascii',
  'onetouch-ultra2',
] as const;

export type VitalSignsDriver = (typeof vitalSignsDrivers)[number];

export interface VitalSignsSettings extends MeasuringParts {
  readonly driver: VitalSignsDriver;
}

/** Tries to open the line from now on, and keeps trying until `close`. */
export function openVitalSignsDevice(settings: VitalSignsSettings): VitalSignsDevice {
  const { driver } = settings;
  switch (driver) {
    case 'gtech-gl150':
      return createSpeakingDevice(settings, gtechGl150);
    case 'health-o-meter':
      return createSpeakingDevice(settings, healthOMeter);
    case 'nonin-format2':
      return createSpeakingDevice(settings, noninFormat2);
    case 'nonin-ascii':
      return createSpeakingDevice(settings, noninAscii);
    case 'onetouch-ultra2':
      return createOneTouchUltra2(settings);
    default:
      return unreachable(driver);
  }
}
