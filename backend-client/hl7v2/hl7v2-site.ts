import type { Hl7v2EndpointSettings, ServiceSettings, SiteFile } from '#config/settings/site-file.ts';
import { hl7Timestamp } from './timestamp.ts';

/** What messages say of the site. `services` gives hisCode, name and room of each service code. */
export interface Hl7v2Site {
  readonly facilityCode: string;
  readonly timeZone: string;
  readonly profile: SiteFile['profile'];
  readonly services: readonly Pick<ServiceSettings, 'code' | 'hisCode' | 'name' | 'room'>[];
}

export type Hl7v2Service = Hl7v2Site['services'][number];

/** One message on its way to one endpoint: everything that is not the fact itself. */
export interface Rendering {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
  readonly controlId: string;
}

/** `at` in epoch ms; a TS with the facility's own offset. */
export function timestampIn({ site }: Rendering, at: number): string {
  return hl7Timestamp(at, site.timeZone);
}

/** CX.4 of what the kiosk numbers itself: visits, tickets, readings. */
export function kioskAuthority({ endpoint }: Rendering): string {
  return endpoint.assigningAuthorities.visit ?? endpoint.sendingApplication;
}

export function serviceOf({ site }: Rendering, serviceCode: string): Hl7v2Service {
  const service = site.services.find(({ code }) => code === serviceCode);
  if (!service) throw new Error(`A visit was stored for a service that the site does not have: ${serviceCode}`);
  return service;
}
