import type { Clock } from '#config/agreements/clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { Route } from '#kiosk/web/routes.ts';
import type { Decider } from '../deciding/decider.ts';
import type { HubTime } from '../deciding/hub-time.ts';
import type { LogStore } from '../log/event-log.ts';
import type { BoardPart } from './board-part.ts';
import type { CallsForPerson } from './calls-for-person.ts';
import type { Fleet } from './fleet.ts';
import type { KioskKeys } from './kiosk-keys.ts';

/** A supervisor and a technician may all that whoever sits at a counter may. */
export type HubRole = Role;

/** What the parts of the server work with. */
export interface HubParts {
  readonly settings: HubFile;
  readonly decider: Decider;
  readonly store: Pick<LogStore, 'enrolment' | 'documents' | 'systems'>;
  readonly calls: CallsForPerson;
  readonly boards: BoardPart;
  /** Whose key it is that a kiosk shows. */
  readonly kiosks: KioskKeys;
  /** Whose key it is that a system of the hospital shows. */
  readonly systemKeys: KioskKeys;
  /** How the kiosks do, as they have told. */
  readonly fleet: Fleet;
  readonly staff: Staff;
  readonly log: HubLog;
  /** `dist/ui`: the built pages. */
  readonly pageDir: string;
  readonly clock: Clock;
  /** Where the word of kiosks about the time is heard. */
  readonly time: Pick<HubTime, 'heard'>;
  readonly randomBytes: RandomBytes;
}

/** Each part of the server gives its routes: `kiosk-routes.ts`, `counter-routes.ts`, `board-routes.ts`, `fleet-routes.ts`. */
export type HubRoutes = (parts: HubParts) => readonly Route<HubRole>[];
