import type { MessageCounts } from '#backend-client/contract/store.ts';
import type { TimeStatus } from '#backend-client/store/business-days.ts';
import type { Trust } from '#backend-client/store/facility-time.ts';
import type { FreeSpace } from '#backend-client/store/free-space.ts';
import type { StoreCondition } from '#backend-client/store/store.ts';
import type { Device, DeviceCondition, DeviceHint, DeviceKind, WhyAbsent } from '#drivers/contract/device.ts';
import type { SiteStanding } from './site-versions/last-good.ts';
import type { WindowHealth } from './window-notes.ts';

/** `GET /healthz`: what a monitoring program may rely on (design §8). Holds no personal data. */
export interface Health {
  /** `out-of-service`: the store cannot be written or read. `degraded`: patients are served, and somebody should look at something. */
  readonly status: 'ok' | 'degraded' | 'out-of-service';
  /** The staff has taken it out of service; until then nothing need be wrong. */
  readonly closedByStaff: boolean;
  readonly version: string;
  readonly devices: readonly {
    readonly id: string;
    readonly kind: DeviceKind;
    readonly condition: DeviceCondition;
    /** Of a device that is absent. */
    readonly whyAbsent: WhyAbsent | undefined;
    /** What a technician should mend though the device may work. */
    readonly hints: readonly DeviceHint[];
  }[];
  /** Of the store's disk. */
  readonly storage: FreeSpace;
  /** Anything but `ok` takes the kiosk out of service. */
  readonly store: StoreCondition;
  /** `expired`: visits that were erased before the hospital had them, and that nobody has taken to the desk yet. */
  readonly outbox: {
    readonly queued: number;
    readonly refused: number;
    readonly unsure: number;
    readonly expired: number;
    /** Every system of the site file, and every other one that something is left for. */
    readonly systems: readonly SystemHealth[];
  };
  /** `not-verified`: this kiosk only measures, and without the hospital's ticket key it cannot tell a made-up ticket. */
  readonly tickets: 'verified' | 'not-verified';
  /** How far the date is believed, and why (law 12). `machineIsAheadMs`: its clock, of the time that the kiosk goes by. */
  readonly time: {
    readonly trust: 'confirmed' | 'unconfirmed';
    readonly why: Trust['why'];
    readonly today: string;
    readonly machineIsAheadMs: number;
  };
  /** `last-good`: the site file is broken, with so many mistakes, and the kiosk runs the last version that was good. */
  readonly siteFile: { readonly runs: SiteStanding['runs']; readonly mistakes: number };
  /** A page that was there and is lost makes the kiosk `degraded`; one that never came does not. */
  readonly window: WindowHealth;
}

export interface SystemHealth {
  readonly id: string;
  readonly waiting: number;
  /** How long the oldest has waited, in whole minutes; 0 when nothing waits. */
  readonly oldestMinutes: number;
  /** It has accepted nothing for long while something waits (`standingAfterMinutes`). */
  readonly stands: boolean;
  /** False: messages are left for a system that the site file does not have. A person moves them or gives them up. */
  readonly inSiteFile: boolean;
}

export interface HealthParts {
  readonly closedByStaff: boolean;
  readonly version: string;
  readonly outOfService: boolean;
  readonly devices: readonly Device[];
  readonly messages: MessageCounts;
  readonly storage: FreeSpace;
  readonly store: StoreCondition;
  readonly time: TimeStatus;
  readonly tickets: Health['tickets'];
  readonly siteStanding: SiteStanding;
  readonly window: WindowHealth;
  /** Tickets on the list for the desk. */
  readonly expired: number;
  readonly systems: readonly SystemHealth[];
}

export function healthFrom({
  version,
  outOfService,
  closedByStaff,
  devices,
  messages,
  storage,
  store,
  time,
  tickets,
  siteStanding,
  window,
  expired,
  systems,
}: HealthParts): Health {
  const { queued, sending, refused, unsure } = messages;
  const conditions = devices.map((device) => ({
    id: device.id,
    kind: device.kind,
    condition: device.condition(),
    whyAbsent: device.whyAbsent(),
    hints: device.hints(),
  }));
  const degraded =
    storage.condition !== 'ok' ||
    refused + unsure + expired > 0 ||
    systems.some(({ stands, inSiteFile }) => stands || !inSiteFile) ||
    time.trust.is === 'unconfirmed' ||
    window.isLost ||
    siteStanding.runs === 'last-good' ||
    conditions.some(({ condition }) => condition !== 'ready' && condition !== 'measuring');
  return {
    status: outOfService || store !== 'ok' ? 'out-of-service' : degraded ? 'degraded' : 'ok',
    closedByStaff,
    version,
    devices: conditions,
    storage,
    store,
    outbox: { queued: queued + sending, refused, unsure, expired, systems },
    tickets,
    time: {
      trust: time.trust.is,
      why: time.trust.why,
      today: time.today,
      machineIsAheadMs: time.machineClock - time.now,
    },
    siteFile: {
      runs: siteStanding.runs,
      mistakes: siteStanding.runs === 'last-good' ? siteStanding.mistakes.length : 0,
    },
    window,
  };
}
