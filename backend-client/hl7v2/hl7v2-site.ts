import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import { hl7Timestamp } from './timestamp.ts';

/** One message on its way to one endpoint: everything that is not the fact itself. */
export interface Rendering {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: SendingSite;
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
