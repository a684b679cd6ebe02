import type { ChipVerdict, Patient, PatientBirth } from '../contract/patient.ts';

/**
 * What is known about a registered patient together with what another scan of theirs says. Nothing that is known is lost:
 * a later card adds what is missing, and the chip's own text replaces what was read from a copyable code. What a chip proved
 * later counts, unless it proved less: a card that did not match stays one that the desk must look at.
 */
export function enrichPatient(known: Patient, later: Patient): Patient {
  const better = later.source === 'chip' && known.source !== 'chip';
  const [first, second] = better ? [later, known] : [known, later];
  return {
    ...known,
    ...definedOf(later, known),
    fullName: first.fullName ?? second.fullName,
    birth: moreExact(first.birth, second.birth),
    sex: first.sex === 'unknown' ? second.sex : first.sex,
    address: first.address ?? second.address,
    citizen: known.citizen ?? later.citizen,
    insurance: known.insurance ?? later.insurance,
    source: first.fullName === undefined && second.fullName !== undefined ? second.source : first.source,
    chip: weightierVerdict(known.chip, later.chip),
  };
}

/** Whatever else a later reading tells that was not known. */
function definedOf(later: Patient, known: Patient): Partial<Patient> {
  return Object.fromEntries(
    Object.entries(later).filter(([key, value]) => value !== undefined && known[key as keyof Patient] === undefined),
  );
}

function weightierVerdict(known: ChipVerdict | undefined, later: ChipVerdict | undefined): ChipVerdict | undefined {
  const rank = { 'does-not-match': 0, genuine: 1, 'not-verified': 2 } as const;
  if (!known || !later) return known ?? later;
  return rank[later] < rank[known] ? later : known;
}

function moreExact(one: PatientBirth | undefined, other: PatientBirth | undefined): PatientBirth | undefined {
  const rank = { day: 0, month: 1, year: 2 } as const;
  if (!one || !other) return one ?? other;
  return rank[other.precision] < rank[one.precision] ? other : one;
}
