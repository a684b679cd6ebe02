import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import type { VitalSign, VitalSignsDevice } from '#drivers/contract/vital-signs.ts';
import { vitalSignsDrivers } from '#drivers/vital-signs/vital-signs-drivers.ts';
import type { MeasuredThing } from '#kiosk/bridge/measuring-words.ts';

/** What devices are to whoever stands before them: it follows from what they measure. */

/** A name of `config/catalogues/observations.ts`. */
export const bodyTemperature: VitalSign = 'body-temperature';

/** The first that fits names the device. */
const thingBy: readonly (readonly [VitalSign, MeasuredThing])[] = [
  [bodyTemperature, 'thermometer'],
  ['oxygen-saturation', 'oximeter'],
  ['glucose', 'glucose-meter'],
  ['body-weight', 'scale'],
  ['body-height', 'scale'],
];

type Measuring = Pick<BloodPressureMonitor, 'kind'> | Pick<VitalSignsDevice, 'kind' | 'measures'>;

export function measuredThing(device: Measuring): MeasuredThing {
  if (device.kind === 'blood-pressure-monitor') return 'blood-pressure';
  return thingBy.find(([sign]) => device.measures.includes(sign))?.[1] ?? 'other';
}

/** Of several devices that measure the same, the first. What nobody has a word for may be anything, and each stays. */
export function oneOfEach(devices: readonly DeviceSettings[]): readonly DeviceSettings[] {
  const seen = new Set<string>();
  return devices.filter((each) => {
    const thing = measuredThingOf(each);
    if (thing === undefined || thing === 'other') return true;
    const key = each.kind === 'vital-signs' ? vitalSignsDrivers[each.driver].measures.toSorted().join() : thing;
    return seen.size < seen.add(key).size;
  });
}

/** Of a device that nobody has opened; `undefined`: it measures nothing. */
export function measuredThingOf(settings: DeviceSettings): MeasuredThing | undefined {
  const { kind } = settings;
  if (kind === 'blood-pressure-monitor') return measuredThing({ kind });
  if (kind === 'vital-signs') return measuredThing({ kind, measures: vitalSignsDrivers[settings.driver].measures });
  return undefined;
}
