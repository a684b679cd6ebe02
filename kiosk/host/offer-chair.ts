import { type ChairKeeper, type ChairNow, createChairKeeper } from '#backend-client/hub-link/chair-keeper.ts';
import type { HubSystem } from '#backend-client/hub-link/hub-system.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import type { MeasuringDevices } from './measuring-devices.ts';
import { isThere } from './ready-device.ts';

interface Needs {
  readonly settings: FlowSettings;
  readonly measuringDevices: Pick<MeasuringDevices, 'of'>;
  readonly runner: () => { state(): FlowState };
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly onChange: () => void;
}

/** The chair of a kiosk that only measures, for whom its hub calls; `undefined`: nobody is called to this kiosk. */
export function offerChair(
  { client }: Pick<HubSystem, 'client'>,
  { settings, measuringDevices, runner, clock, randomBytes, onChange }: Needs,
): ChairKeeper | undefined {
  if (settings.offersCheckIn || !settings.offersMeasuring) return undefined;
  return createChairKeeper({ client, now, clock, randomBytes, onChange });

  function now(): ChairNow {
    const state = runner().state();
    if ('measuring' in state) return { is: 'taken', visitId: state.measuring.visitId };
    const isAtRest = state.at === 'waiting-for-card' || state.at === 'asking-to-scan-again';
    return isAtRest && !state.frame.help && canMeasure() ? { is: 'free' } : { is: 'not-now' };
  }

  /** Nobody is called away from where they wait for a cuff that is not there. */
  function canMeasure(): boolean {
    return settings.measuringSteps.every(({ deviceId }) => {
      const device = measuringDevices.of(deviceId);
      return device !== undefined && isThere(device);
    });
  }
}
