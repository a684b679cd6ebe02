import { isDeepStrictEqual } from 'node:util';
import { type HubContact, keepHubContact } from '#backend-client/hub-link/hub-contact.ts';
import { type HubSystem, tellHubAgain } from '#backend-client/hub-link/hub-system.ts';
import { createLeaseKeeper } from '#backend-client/hub-link/lease-keeper.ts';
import { createNumbersElsewhere, type NumbersElsewhere } from '#backend-client/hub-link/numbers-elsewhere.ts';
import { servicesAsHubHas, servicesUnlike } from '#backend-client/hub-link/services-of-hub.ts';
import type { Outbox } from '#backend-client/outbox/outbox.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { priorityPrefixOf, type SiteFile } from '#config/settings/site-file.ts';
import type { HubOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Health } from './health.ts';
import { conditionOf } from './kiosk-condition.ts';

interface Needs {
  /** As it is written. */
  readonly site: () => SiteFile;
  /** What patients are offered here. */
  readonly services: SiteFile['services'];
  /** The hub has the services otherwise than they are offered here. */
  readonly onServices: () => void;
  readonly store: Store;
  readonly outbox: Pick<Outbox, 'wake'>;
  readonly health: () => Health;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly version: string;
  readonly log: Log;
}

/** Tomorrow's first numbers are fetched after noon, so that a hub that is away over night is never seen on a paper. */
const lateFromHour = 12;

/** The standing conversation of this kiosk with its hub, from the moment at which patients are served. */
export function keepInTouch(hub: HubSystem, needs: Needs): HubContact {
  const { site, services, store, outbox, health, clock, randomBytes, version, log } = needs;
  const isCheckIn = site().kiosk.stations.includes('check-in');
  const leases = createLeaseKeeper({
    client: hub.client,
    memory: hub.memory,
    store,
    // A kiosk that only measures gives no numbers.
    series: () => (isCheckIn ? services.flatMap((service) => [service.prefix, priorityPrefixOf(service)]) : []),
    isLateInTheDay: () => localTimeAt(store.time.now(), site().site.timeZone).hour >= lateFromHour,
    tellAgain: () => tellHubAgain({ memory: hub.memory, store, outbox }),
    kioskId: site().kiosk.id,
    randomBytes,
    monotonic: clock.monotonic,
    log,
  });
  return keepHubContact({
    client: hub.client,
    memory: hub.memory,
    leases,
    program: version,
    condition: () => conditionOf(health()),
    confirmedNow() {
      const { trust, now } = store.time.status();
      return trust.is === 'confirmed' ? now : undefined;
    },
    fingerprint: hub.documentKey?.fingerprint,
    clock,
    log,
    onServices(theirs) {
      if (!isDeepStrictEqual(servicesAsHubHas(site().services, theirs), services)) needs.onServices();
    },
    onChange: () => {},
  });
}

/** "Has this card a number today?" at the other kiosks; only with the facility's document key. */
export function numbersElsewhere(
  { client, documentKey, memory }: HubSystem,
  { kiosk, lookUps: { deadlineMs } }: SiteFile,
  { services, clock, log }: Pick<Needs, 'services' | 'clock' | 'log'>,
): NumbersElsewhere | undefined {
  if (!documentKey) return undefined;
  // A kiosk that only measures may have none of the others' services in its own file.
  const known = () => [...services, ...(memory.word().services ?? [])];
  const serviceOf = (code: string) => known().find((service) => service.code === code);
  return createNumbersElsewhere({
    ...{ client, documentKey, deadlineMs, serviceOf, log },
    kioskId: kiosk.id,
    monotonic: clock.monotonic,
  });
}

/** As the technician reads it. */
export function hubStanding(
  { memory, documentKeyTrouble }: Pick<HubSystem, 'memory' | 'documentKeyTrouble'>,
  contact: Pick<HubContact, 'standing'>,
  { services }: SiteFile,
): Omit<HubOnPage, 'queued'> {
  const { trouble, file, left, mark, documentKey } = contact.standing();
  return {
    ...{ trouble, file, left, mark },
    documentKey: documentKeyTrouble ? 'not-usable' : documentKey,
    servicesUnlike: servicesUnlike(services, memory.word().services),
  };
}
