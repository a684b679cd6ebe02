import type { Particulars } from '#backend-client/contract/visit-answers.ts';
import { isEthnicity } from '#config/catalogues/ethnicities.ts';
import { isOccupation } from '#config/catalogues/occupations.ts';
import type { ParticularKind } from '#config/catalogues/particulars.ts';
import { agesOn } from './age.ts';
import type { Facts, ParticularAnswer } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';
import { patientFromIdentities } from './patient.ts';

/** Nobody asks a small child what they do for a living. */
const occupationFrom = 6;

/** `right`: all of these are known, and only have to be confirmed. Else the one that is missing. */
export type ParticularAsked =
  | {
      readonly asks: 'right';
      readonly kinds: readonly [ParticularKind, ...ParticularKind[]];
      readonly values: Particulars;
    }
  | { readonly asks: ParticularKind };

/** What is asked now of what the law wants to know; `undefined`: nothing any more. */
export function particularAsked({ checkIn }: FlowSettings, facts: Facts): ParticularAsked | undefined {
  const wanted = checkIn.particulars.filter((kind) => isWanted(facts, kind));
  const touched = new Set(facts.particulars.flatMap(({ kinds }) => kinds));
  const known = knownParticulars(facts);
  const [first, ...rest] = wanted.filter((kind) => !touched.has(kind) && known[kind] !== undefined);
  if (first) {
    const kinds = [first, ...rest] as const;
    return { asks: 'right', kinds, values: Object.fromEntries(kinds.map((kind) => [kind, known[kind]])) };
  }
  const done = new Set(facts.particulars.flatMap(({ is, kinds }) => (is === 'wrong' ? [] : kinds)));
  // Where somebody lives of whom nothing is known is written down at the desk: it is long to type.
  const missing = wanted.find((kind) => !done.has(kind) && (kind !== 'address' || touched.has(kind)));
  return missing && { asks: missing };
}

/** Of the hospital's record, and the address of the card. */
export function knownParticulars({ hospital, identities, today }: Facts): Particulars {
  const { ethnicity, occupation, address, phone } = hospital.particulars ?? {};
  return {
    ethnicity: isEthnicity(ethnicity) ? ethnicity : undefined,
    occupation: isOccupation(occupation) ? occupation : undefined,
    address: address ?? patientFromIdentities(identities, today).address,
    // The number of the hospital's record is confirmed by a question of its own.
    phone: hospital.contact?.phone === undefined ? phone : undefined,
  };
}

function isWanted({ hospital, phoneIsRight, identities, today }: Facts, kind: ParticularKind): boolean {
  if (kind === 'phone') return hospital.contact?.phone === undefined || phoneIsRight === false;
  if (kind !== 'occupation') return true;
  const { birth } = patientFromIdentities(identities, today);
  const ages = birth && agesOn(birth, today);
  return ages === undefined || ages.oldest >= occupationFrom;
}

/** What the patient said, the later word first; `undefined`: nothing. */
export function particularsSaid(answers: readonly ParticularAnswer[]): Particulars | undefined {
  const said = answers.flatMap((each) => ('values' in each ? [each.values] : []));
  return said.length > 0 ? Object.assign({}, ...said) : undefined;
}
