import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { Section } from './table.ts';
import { patientWhoComes, type TypicalPatient } from './taps/patients.ts';
import { type Counted, countVisit } from './taps/robot.ts';
import { everythingOn, plain, type TapSite } from './taps/sites.ts';

const patients = 2_000;

/**
 * How many taps and screens the patients of a synthetic year need, on the flow itself, by a robot that knows what it wants and, of the
 * kiosk, only what a screen offers. Without devices, hospital or waiting.
 */
export function benchTaps(): readonly Section[] {
  return [
    sectionOf('a plain site: cards, and nothing asked but the clinic', plain),
    sectionOf('a site with everything on', everythingOn),
  ];
}

function sectionOf(title: string, site: TapSite): Section {
  const counted = Array.from({ length: patients }, (_, index) => {
    const patient = patientWhoComes(createSeededRandom(index + 1));
    return { patient, ...countVisit(site, patient) };
  });
  const groups = new Map<string, Counted[]>([['everybody', counted]]);
  for (const each of counted) {
    const name = byWayAndReason(each.patient);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const rows = [...groups].map(([name, those]) => ({
    what: `${name} (${Math.round((those.length / patients) * 100)} %)`,
    speed: `taps ${spread(those.map(({ taps }) => taps))}; screens ${spread(those.map(({ screens }) => screens))}`,
  }));
  return { title: `${title}; ${patients} patients: median, 95 of 100 within`, rows };
}

function byWayAndReason({ way, hasAppointment }: TypicalPatient): string {
  return hasAppointment ? `${way}, appointment` : way;
}

function spread(values: readonly number[]): string {
  const inOrder = values.toSorted((one, other) => one - other);
  const at = (share: number) => inOrder[Math.min(Math.floor(inOrder.length * share), inOrder.length - 1)] ?? Number.NaN;
  return `${at(0.5)}, ${at(0.95)}`;
}
