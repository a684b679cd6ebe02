import type { DriverName } from '../settings/device-settings.ts';

/**
 * What is known of the accuracy of each model of blood-pressure monitor, so that a reading tells whom a doctor can trust.
 *
 * `validated`: somebody tested this very model on people by a protocol with 85 of them or more, and it passed. What was found for
 * a sibling says nothing: the TM-2656 passed BHS 1993 (doi:10.1097/MBP.0b013e3283624abd), and that is none of A&D's with an arm
 * hole. `unknown`: no test was found, by a search of published ones in November 2026, and that is not `not-validated`, which
 * says that one failed. A review of 2024 found tests of eight kiosk monitors, one of which failed
 * (doi:10.1097/01.hjh.0001063148.76010.64); its table of models could not be read. Whoever finds one adds its line.
 *
 * The range of arms of no model was found in a source; it is printed on each cuff, and a site file can say it (`cuffCm`).
 */
export interface ModelValidation {
  readonly status: 'validated' | 'not-validated' | 'unknown';
  /** Arm circumference, in cm. */
  readonly cuffCm?: CuffRange | undefined;
}

export interface CuffRange {
  readonly from: number;
  readonly to: number;
}

/** A model that somebody tested. */
export interface TestedModel {
  /** As its maker writes it. */
  readonly model: string;
  readonly validation: ModelValidation;
  readonly protocol: string;
  /** DOIs, or where it is listed. */
  readonly sources: readonly [string, ...string[]];
}

/** By driver: several models speak one protocol. */
export const testedMonitors = {
  'and-tm2657': [],
  'omron-hbp9030': [
    {
      model: 'HBP-9031C',
      validation: { status: 'validated' },
      protocol: 'ANSI/AAMI/ISO 81060-2:2013',
      sources: ['doi:10.1038/s41371-020-0301-0', 'doi:10.29328/journal.ach.1001018'],
    },
  ],
  'omron-hbp9020': [],
  'accuniq-bp500': [],
  'suntech-oem': [],
} as const satisfies Readonly<Record<DriverName<'blood-pressure-monitor'>, readonly TestedModel[]>>;

/**
 * @param model as the device or its site file names it; `undefined` when neither does, and then nobody knows which one it is.
 * @param cuffCm what stands on the cuff, where the site file says it.
 */
export function validationOf(
  driver: DriverName<'blood-pressure-monitor'>,
  model: string | undefined,
  cuffCm?: CuffRange | undefined,
): ModelValidation {
  const tested: readonly TestedModel[] = testedMonitors[driver];
  const found = tested.find((each) => model !== undefined && plain(each.model) === plain(model));
  const range = cuffCm ?? found?.validation.cuffCm;
  return { status: found?.validation.status ?? 'unknown', ...(range === undefined ? {} : { cuffCm: range }) };
}

/** `HBP-9031C`, `HBP 9031c` and `Omron HBP9031C` are one. */
function plain(model: string): string {
  return model
    .toUpperCase()
    .replace(/^(OMRON|A&D|SUNTECH|ACCUNIQ|SELVAS|TERUMO)\b/, '')
    .replace(/[^A-Z0-9]/g, '');
}
