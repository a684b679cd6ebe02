import type { SiteFile } from '#config/settings/site-file.ts';
import type { FlowSettings } from '#kiosk/flow/check-in/state.ts';

/** What the flow must know of the site file. */
export function flowSettingsFrom({ site, kiosk, services, devices }: SiteFile): FlowSettings {
  const [restingLanguage = 'vi'] = kiosk.languages;
  return {
    restingLanguage,
    languages: kiosk.languages,
    facilityCode: site.facilityCode.toUpperCase(),
    offersCheckIn: kiosk.stations.includes('check-in'),
    offersMeasuring: kiosk.stations.includes('vitals') && devices.some(({ kind }) => kind === 'blood-pressure-monitor'),
    readsChips: devices.some(({ kind }) => kind === 'card-reader'),
    serviceCodes: services.filter(({ helpChoosing }) => !helpChoosing).map(({ code }) => code),
    helpChoosingCode: services.find(({ helpChoosing }) => helpChoosing)?.code,
  };
}
