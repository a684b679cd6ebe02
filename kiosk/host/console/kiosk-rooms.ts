import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { AskedSystem, HospitalCalls } from '#kiosk/bridge/console/hospital-words.ts';
import type { KioskOverview } from '#kiosk/bridge/console/overview-words.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { Devices } from '../devices.ts';
import type { Health } from '../health.ts';
import type { Metrics } from '../metrics.ts';
import type { OutOfServiceByStaff } from '../out-of-service-by-staff.ts';
import type { Upkeep } from './kiosk/upkeep.ts';

/** The rooms of one kiosk that its console enters. */
export interface KioskRooms {
  /** With what was saved since and counts without a restart. */
  readonly site: SiteFile;
  readonly upkeep: Upkeep;
  readonly devices: Devices;
  /** Maintenance: nobody is served until somebody of the staff says so. */
  readonly byStaff: OutOfServiceByStaff;
  readonly health: () => Health;
  readonly store: Pick<Store, 'canStore' | 'checkIntegrity' | 'undelivered'>;
  readonly endpoints: readonly Endpoint[];
  readonly metrics: Pick<Metrics, 'text' | 'values'>;
  /** What the patient's page shows. */
  readonly shown: () => Snapshot;
  readonly log: Log;
  readonly overview: () => KioskOverview;
  /** Something that harms nobody, with all that crosses the wire. */
  readonly askSystem: (
    asked: HospitalCalls['hospital/ask']['asks'],
  ) => Promise<Result<AskedSystem, { readonly kind: 'unknown-system' | 'secret' | 'not-offered' }>>;
  /** Calls somebody, or tells that it is well again. */
  readonly noteSelfTest: (hasFailed: boolean) => void;
  /** Whether a patient is being served right now. */
  readonly isServing: () => boolean;
}
