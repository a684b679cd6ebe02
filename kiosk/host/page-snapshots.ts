import type { Alerts } from '#backend-client/alerts/alerts.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { callInCrisis, callOnScreen, openCallAt, othersInCrisis, ringOf } from './call-on-screen.ts';
import type { Devices } from './devices.ts';
import type { MeasuringDevices } from './measuring-devices.ts';
import type { ScreenSurroundings } from './screens.ts';
import type { SessionRunner } from './session-runner.ts';
import { snapshotFromState } from './snapshot.ts';

export interface PageSnapshotParts
  extends Pick<ScreenSurroundings, 'settings' | 'ticketCodeOf' | 'mapAddressOf' | 'lobby'>,
    Pick<SessionRunner, 'msLeft'> {
  /** As it counts now. */
  readonly site: () => ScreenSurroundings['site'];
  readonly devices: Pick<Devices, 'scanners' | 'cardReader'>;
  readonly measuringDevices: Pick<MeasuringDevices, 'of'>;
  readonly alerts: Pick<Alerts, 'list'>;
  readonly outOfService: () => ScreenSurroundings['outOfService'];
  readonly invited: () => string | undefined;
}

/** What the page is shown, one revision after the other. */
export interface PageSnapshots {
  latest(): Snapshot;
  /** The next one, of this state and of what devices and calls are like now. */
  next(state: FlowState): Snapshot;
}

export function createPageSnapshots(parts: PageSnapshotParts, starting: FlowState): PageSnapshots {
  const { site, settings, ticketCodeOf, mapAddressOf, msLeft, devices, measuringDevices, alerts, outOfService, lobby } =
    parts;
  const { scanners, cardReader } = devices;
  let latest = snapshotOf(starting, 0);
  return {
    latest: () => latest,
    next(state) {
      latest = snapshotOf(state, latest.revision + 1);
      return latest;
    },
  };

  function snapshotOf(state: FlowState, revision: number): Snapshot {
    const listed = alerts.list();
    // A sheet that its caller has left behind is nobody's own.
    const { help } = state.frame;
    const surroundings: ScreenSurroundings = {
      site: site(),
      settings,
      scannerReady: scanners.some((scanner) => scanner.condition() === 'ready'),
      chipReaderReady: cardReader?.condition() === 'ready',
      measuringDevice: measuringDevices.of,
      ticketCodeOf,
      mapAddressOf,
      lobby,
      secondsLeft: (timer) => Math.ceil(msLeft(timer) / 1000),
      call:
        state.at === 'in-crisis' && !help
          ? callInCrisis(listed, state.number, settings.callsForHelp)
          : callOnScreen(listed, help?.isCallers ? help.caller : emergencyCaller(state)),
      othersInCrisis: state.at === 'in-crisis' ? othersInCrisis(listed, state.number) : 0,
      openCall: openCallAt(listed),
      invited: parts.invited(),
      ring: ringOf(listed),
      outOfService: outOfService(),
    };
    return snapshotFromState(state, surroundings, revision);
  }
}

/** Whoever is sent to the emergency department has called, without a sheet. */
function emergencyCaller(state: FlowState): CallerId | undefined {
  return state.at === 'going-to-emergency' && !state.frame.help ? state.facts.sessionId : undefined;
}
