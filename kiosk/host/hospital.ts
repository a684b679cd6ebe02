import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { MessageRenderer } from '#backend-client/contract/store.ts';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { createMllpEndpoint } from '#backend-client/hl7v2/mllp-endpoint.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { SiteFile } from '#config/settings/site-file.ts';

/** For each endpoint of the site file: how a fact becomes its message, and the way there. */
export interface Hospital {
  readonly renderers: readonly MessageRenderer[];
  readonly endpoints: readonly Endpoint[];
}

export function createHospital({ hospital, site, profile, services }: SiteFile, clock: Clock): Hospital {
  const { facilityCode, timeZone } = site;
  const hl7v2 = hospital.filter((endpoint) => endpoint.protocol === 'hl7v2-mllp');
  return {
    renderers: hl7v2.map((endpoint) =>
      createHl7v2Renderer({ endpoint, site: { facilityCode, timeZone, profile, services } }),
    ),
    endpoints: hl7v2.map(({ id, host, port, ackTimeoutMs, deduplicates }) =>
      createMllpEndpoint({ id, host, port, ackTimeoutMs, deduplicates, clock }),
    ),
  };
}
