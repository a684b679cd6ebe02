import type { Capability, SiteFile } from '#config/settings/site-file.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { symptomsOf } from '#kiosk/facts/symptoms.ts';
import { measuringSteps } from '#kiosk/measuring/steps.ts';
import { allConsentWords } from './consent-words.ts';
import { measuredThingOf, oneOfEach } from './measured-things.ts';

const questions: readonly Capability[] = ['patient-look-up', 'appointment-look-up', 'insurance-check'];

/** What the flow must know of the site file. */
export function flowSettingsFrom({
  site,
  kiosk,
  services,
  devices,
  hospital,
  hub,
  checkIn,
  measuring,
}: SiteFile): FlowSettings {
  const offers = (wanted: readonly Capability[]) =>
    hospital.some(({ capabilities }) => capabilities.some((each) => wanted.includes(each)));
  const [restingLanguage = 'vi'] = kiosk.languages;
  // A site that names no order has each thing measured once; other devices of the kind stand in for the first.
  const measuringWith = measuring?.order.length ? devices : oneOfEach(devices);
  const hasPrinter = devices.some(({ kind }) => kind === 'ticket-printer');
  const steps = kiosk.stations.includes('vitals') ? measuringSteps(measuring, measuringWith) : [];
  return {
    restingLanguage,
    languages: kiosk.languages,
    facilityCode: site.facilityCode.toUpperCase(),
    offersCheckIn: kiosk.stations.includes('check-in'),
    offersMeasuring: steps.length > 0,
    takesTemperature:
      checkIn.screening !== undefined && devices.some((each) => measuredThingOf(each) === 'thermometer'),
    // Nothing is offered that no device here can do.
    measuring: measuring && { ...measuring, printResult: measuring.printResult && hasPrinter },
    measuringSteps: steps,
    asksHospital: offers(questions) || hub?.documentKeyFile !== undefined,
    findsNumbersElsewhere: hub?.documentKeyFile !== undefined,
    checksInsurance: offers(['insurance-check']),
    timeZone: site.timeZone,
    callsForHelp: takesCalls({ hospital, hub }),
    serviceByHisCode: new Map(services.map(({ hisCode, code }) => [hisCode, code])),
    numbersCanBeGivenUp: hub !== undefined,
    readsChips: devices.some(({ kind }) => kind === 'card-reader'),
    serviceCodes: services
      .filter(({ helpChoosing, onlyFor }) => !helpChoosing && onlyFor === undefined)
      .map(({ code }) => code),
    helpChoosingCode: services.find(({ helpChoosing }) => helpChoosing)?.code,
    serviceFor: new Map(services.flatMap(({ onlyFor, code }) => (onlyFor ? [[onlyFor, code] as const] : []))),
    preparationOf: new Map(
      services.flatMap(({ preparation, code }) => (preparation ? [[code, preparation] as const] : [])),
    ),
    symptoms: symptomsOf(services),
    notOpen: new Map(),
    checkIn,
    consentWords: new Map(allConsentWords(checkIn).map((words) => [words.vi.purpose, words])),
  };
}

/** Whether somebody may be measured in danger here, and be called for. */
export function measuresByProtocol({ measuring, kiosk, devices }: SiteFile): boolean {
  const hasMonitor = devices.some(({ kind }) => kind === 'blood-pressure-monitor');
  return measuring !== undefined && kiosk.stations.includes('vitals') && hasMonitor;
}

/** Whether a system of the hospital takes calls for a person; the hub's counters do. */
export function takesCalls({ hospital, hub }: Pick<SiteFile, 'hospital' | 'hub'>): boolean {
  return hub !== undefined || hospital.some(({ capabilities }) => capabilities.some((each) => each === 'alerts'));
}
