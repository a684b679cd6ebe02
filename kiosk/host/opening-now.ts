import type { Store } from '#backend-client/store/store.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { type NotOpenNow, notOpenNow } from '#kiosk/facts/opening.ts';

interface OpeningParts {
  readonly site: SiteFile;
  /** Of a service, by our code: its numbers of today; `undefined`: as many as come. */
  readonly quotaOf: (code: string) => number | undefined;
  readonly closedDays: () => readonly string[];
  readonly store: Pick<Store, 'numbersByService'> & { readonly time: Pick<Store['time'], 'status'> };
}

/** The settings of the flow, with what takes nobody at the moment at which it is asked for: by the time and the numbers of the store. */
export function withOpening(settings: FlowSettings, parts: OpeningParts): FlowSettings {
  // The hub may give a service a quota at any time.
  const everCloses =
    parts.site.hub !== undefined ||
    parts.site.services.some(({ hours, quota }) => hours.length > 0 || quota !== undefined);
  if (!everCloses) return settings;
  return {
    ...settings,
    get notOpen() {
      return openingNow(parts);
    },
  };
}

function openingNow({ site, store, quotaOf, closedDays }: OpeningParts): NotOpenNow {
  const { now, today, trust } = store.time.status();
  const { hour, minute } = localTimeAt(now, site.site.timeZone);
  const services = site.services.map((service) => ({ ...service, quota: quotaOf(service.code) }));
  const hasQuotas = services.some(({ quota }) => quota !== undefined);
  const numbers = hasQuotas ? store.numbersByService() : new Map<string, number>();
  return notOpenNow(services, {
    wall: trust.is === 'confirmed' ? { day: today, minute: hour * 60 + minute } : undefined,
    closedDays: closedDays(),
    given: (code) => numbers.get(code) ?? 0,
  });
}
