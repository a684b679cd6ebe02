import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import type { MeasuringStep } from '#kiosk/facts/flow-settings.ts';

/** A device as the site file has it. */
interface DeviceThere {
  readonly id: string;
  readonly kind: string;
}

/**
 * What is measured with, in the site's order: the named devices, or all in the order of the site file. Without a protocol it is the first
 * monitor alone. A name of something that measures nothing is left out.
 */
export function measuringSteps(
  settings: MeasuringSettings | undefined,
  devices: readonly DeviceThere[],
): readonly MeasuringStep[] {
  const all = devices.flatMap(stepOf);
  if (!settings) return all.filter(({ takes }) => takes === 'blood-pressure').slice(0, 1);
  if (settings.order.length === 0) return all;
  return [...new Set(settings.order)].flatMap((id) => all.filter(({ deviceId }) => deviceId === id));
}

function stepOf({ id, kind }: DeviceThere): readonly MeasuringStep[] {
  if (kind === 'blood-pressure-monitor') return [{ deviceId: id, takes: 'blood-pressure' }];
  return kind === 'vital-signs' ? [{ deviceId: id, takes: 'quantities' }] : [];
}
