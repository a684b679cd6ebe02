import type { DeviceValidation, MeasuringCircumstances } from '#backend-client/contract/reading.ts';
import { validationOf } from '#config/catalogues/monitor-validation.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import type { VitalSignsDevice } from '#drivers/contract/vital-signs.ts';
import type { MeasuringStep } from '#kiosk/facts/flow-settings.ts';
import { measuredThing } from './measured-things.ts';
import { isThere } from './ready-device.ts';

export type MeasuringDeviceThere = BloodPressureMonitor | VitalSignsDevice;

/** The devices that measure, as the steps of measuring use them. */
export interface MeasuringDevices {
  /**
   * Which device a step is done with: the one that the step names, and while that is not there another one of the same kind that no step
   * names. It stays with a device for as long as that is there. `undefined`: the site file has no such device.
   */
  of(stepDeviceId: string): MeasuringDeviceThere | undefined;
  /** What the site file or the record itself says of the device, to go with its reading. */
  circumstancesOf(deviceId: string, said: SaidByDevice): DeviceCircumstances;
}

/** Of a record. */
export interface SaidByDevice {
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly arm: 'left' | 'right' | undefined;
}

interface DeviceCircumstances extends Pick<MeasuringCircumstances, 'arm' | 'deviceSerial' | 'validation'> {
  readonly deviceModel: string | undefined;
}

export function createMeasuringDevices(
  devices: readonly MeasuringDeviceThere[],
  settings: readonly DeviceSettings[],
  steps: readonly MeasuringStep[],
): MeasuringDevices {
  const picked = new Map<string, MeasuringDeviceThere>();
  const named = new Set(steps.map(({ deviceId }) => deviceId));
  return {
    of(stepDeviceId) {
      const own = devices.find(({ id }) => id === stepDeviceId);
      const present = picked.get(stepDeviceId) ?? own;
      if (!own || !present || isThere(present)) return present;
      const others = devices.filter((each) => !named.has(each.id) && measuredThing(each) === measuredThing(own));
      const found = [own, ...others].find(isThere) ?? own;
      picked.set(stepDeviceId, found);
      return found;
    },
    circumstancesOf(deviceId, said) {
      const own = settings.find(({ id }) => id === deviceId);
      if (own?.kind !== 'blood-pressure-monitor' && own?.kind !== 'vital-signs') return { deviceModel: said.model };
      // What stands on the device is nearer to the truth than what its family of devices says of itself.
      const deviceModel = own.model ?? said.model;
      const deviceSerial = own.serial ?? said.serial;
      const arm = said.arm ?? ('arm' in own ? own.arm : undefined);
      return {
        deviceModel,
        ...(deviceSerial === undefined ? {} : { deviceSerial }),
        ...(arm === undefined ? {} : { arm }),
        ...(own.kind === 'blood-pressure-monitor' ? { validation: validationOfMonitor(own, deviceModel) } : {}),
      };
    },
  };
}

function validationOfMonitor(
  { driver, cuffCm }: Extract<DeviceSettings, { readonly kind: 'blood-pressure-monitor' }>,
  model: string | undefined,
): DeviceValidation {
  return validationOf(driver, model, cuffCm);
}
