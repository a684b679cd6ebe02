import type { JsonObject } from './json.ts';
import { usualConsolePort } from './site-file.ts';

/**
 * What set-up starts with: everything that no technician has to decide. It is no valid site before they have said which hospital
 * this is and what patients can choose; `checkDraft` names just that.
 */
export function firstSite({ kioskId }: { readonly kioskId: string }): JsonObject {
  return {
    profile: 'production',
    site: { facilityCode: '', name: '' },
    // Beside the site file lies the store.
    kiosk: { id: kioskId, stations: ['check-in'], listen: {}, dataDir: '.' },
    // Where it is during set-up, so that the address that somebody has written down stays right.
    management: { listen: { port: usualConsolePort } },
    devices: [],
    // The first service waits to be named.
    services: [{ prefix: 'A' }],
    hospital: [],
  };
}
