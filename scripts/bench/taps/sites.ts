import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { flowSettingsFrom } from '#kiosk/host/flow-settings.ts';

export interface TapSite {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
}

/** Nothing is switched on, and no system of the hospital answers. */
export const plain: TapSite = { site: syntheticSite, settings: flowSettingsFrom(syntheticSite) };

const withEverything = siteFile.parse({
  ...syntheticSite,
  checkIn: {
    waysIn: { typedNumber: true, phone: true, passport: true, name: true },
    purposes: ['insured', 'self-paid', 'follow-up', 'referral', 'unsure'],
    emergency: { directions: { vi: 'Đi theo vạch đỏ' } },
    screening: { room: 'P.Cách ly' },
    priority: true,
    companion: true,
    consents: [{ code: 'messages', title: { vi: 'Nhắn tin nhắc hẹn?' }, text: { vi: 'Bệnh viện nhắn tin nhắc hẹn.' } }],
    particulars: ['ethnicity', 'occupation', 'address', 'phone'],
    survey: true,
    paperless: true,
  },
});

/** Whatever can be asked is asked, and the hospital knows its patients. */
export const everythingOn: TapSite = {
  site: withEverything,
  settings: { ...flowSettingsFrom(withEverything), asksHospital: true, callsForHelp: true },
};
