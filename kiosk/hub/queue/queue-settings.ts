import type { HubCounter, HubFile, HubService } from '#config/settings/hub-file.ts';
import type { CounterId } from './entry.ts';

/** What the rules need of hub.json, made once. */
export interface QueueSettings {
  readonly timeZone: string;
  readonly closedDays: readonly string[];
  readonly services: ReadonlyMap<string, QueueService>;
  readonly lanes: { readonly priority: number; readonly ordinary: number; readonly ceilingMs: number };
  readonly counters: ReadonlyMap<CounterId, QueueCounter>;
  /** The services that are called in each place. */
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
  /** After how many others whoever comes back from absence is called, where nobody says otherwise. */
  readonly lateTolerance: number;
}

export interface QueueService {
  readonly code: string;
  readonly prefix: string;
  readonly priorityPrefix: string;
  readonly hours: HubService['hours'];
  readonly quota: number | undefined;
}

export interface QueueCounter {
  readonly id: CounterId;
  readonly place: string;
  readonly services: readonly string[];
  /** It is the chair of a kiosk that measures: `services` are those before which it does, and no person sits there. */
  readonly chair?: QueueChair | undefined;
}

export interface QueueChair {
  readonly kioskId: string;
  /** For so long somebody who was asked is waited for. */
  readonly comeWithinMs: number;
}

type ReadHubFile = Pick<HubFile, 'site' | 'services' | 'lanes' | 'places' | 'counters' | 'lateTolerance'>;

export function queueSettings({ site, services, lanes, places, counters, lateTolerance }: ReadHubFile): QueueSettings {
  return {
    timeZone: site.timeZone,
    closedDays: site.closedDays,
    services: new Map(services.map((service) => [service.code, queueService(service)])),
    lanes: { priority: lanes.priority, ordinary: lanes.ordinary, ceilingMs: lanes.ceilingMinutes * 60_000 },
    counters: new Map(counters.map((counter) => [counter.id, queueCounter(counter)])),
    places: new Map(places.map(({ id, services }) => [id, new Set(services)])),
    lateTolerance,
  };
}

function queueCounter({ id, place, services, kiosk, comeWithinSeconds }: HubCounter): QueueCounter {
  const chair = kiosk === undefined ? {} : { chair: { kioskId: kiosk, comeWithinMs: comeWithinSeconds * 1_000 } };
  return { id, place, services, ...chair };
}

function queueService({ code, prefix, priorityPrefix, hours, quota }: HubService): QueueService {
  return { code, prefix, priorityPrefix: priorityPrefix ?? `U${prefix}`, hours, quota };
}
