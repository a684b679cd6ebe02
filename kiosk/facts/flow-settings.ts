import type { Language } from '#config/agreements/language.ts';
import type { CheckInSettings } from '#config/settings/check-in-settings.ts';
import type { ConsentWords } from '#config/settings/consent-words.ts';
import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import type { NotOpenNow } from './opening.ts';
import type { Symptom } from './symptoms.ts';

/** One device that measures, by its name in the site file. */
export interface MeasuringStep {
  readonly deviceId: string;
  readonly takes: 'blood-pressure' | 'quantities';
}

/** What the flow and its questions must know of the site. */
export interface FlowSettings {
  readonly restingLanguage: Language;
  readonly languages: readonly Language[];
  /** In capitals, as in a ticket's code. */
  readonly facilityCode: string;
  readonly offersCheckIn: boolean;
  /** There is a monitor, and measuring is one of the kiosk's stations. */
  readonly offersMeasuring: boolean;
  /** A thermometer stands beside the screening question. */
  readonly takesTemperature: boolean;
  /** `undefined`: one reading without rest. */
  readonly measuring: MeasuringSettings | undefined;
  /** What is measured with, in the site's order; none where nothing is measured. */
  readonly measuringSteps: readonly MeasuringStep[];
  /** Some system of the hospital answers questions about patients. */
  readonly asksHospital: boolean;
  /** Numbers that other kiosks gave are found by a card. */
  readonly findsNumbersElsewhere: boolean;
  /** Some system of the hospital says whether an insurance card counts. */
  readonly checksInsurance: boolean;
  readonly timeZone: string;
  /** Some system takes calls for a person. */
  readonly callsForHelp: boolean;
  /** Our code of the service by the hospital's (`hisCode`). */
  readonly serviceByHisCode: ReadonlyMap<string, string>;
  /** Somebody calls numbers who hears that one is not wanted any more. */
  readonly numbersCanBeGivenUp: boolean;
  /** There is a reader of chip cards. */
  readonly readsChips: boolean;
  /** Services that can be chosen. */
  readonly serviceCodes: readonly string[];
  /** The service of patients who do not know which to choose. */
  readonly helpChoosingCode: string | undefined;
  /** Where those go who come for this alone. */
  readonly serviceFor: ReadonlyMap<'results' | 'vitals', string>;
  /** How patients of a service have to come; none where nothing is asked. */
  readonly preparationOf: ReadonlyMap<string, 'fasting'>;
  /** By what services are found; empty: nobody can search. */
  readonly symptoms: readonly Symptom[];
  /** At this moment: it alone changes while a kiosk runs. */
  readonly notOpen: NotOpenNow;
  /** What is asked, and who is served without a card. */
  readonly checkIn: CheckInSettings;
  /** Of each purpose of `checkIn.consents`, and of `companionDetails`, what is shown in each language. */
  readonly consentWords: ReadonlyMap<string, Readonly<Record<Language, ConsentWords>>>;
}

/** Whether somebody without a card may say who they are. */
export function offersWaysIn({ checkIn: { waysIn } }: Pick<FlowSettings, 'checkIn'>): boolean {
  return waysIn.typedNumber || waysIn.phone || waysIn.passport || waysIn.name;
}
