import type { ChipVerdict, IdentitySourceName, InsuranceDocument, Patient, PatientBirth } from '../contract/patient.ts';

/**
 * What is known about a registered patient together with what another scan of theirs says. Nothing that is known is lost:
 * a later card adds what is missing, and the chip's own text replaces what was read from a copyable code. What a chip proved
 * later counts, unless it proved less: a card that did not match stays one that the desk must look at.
 */
export function enrichPatient(known: Patient, later: Patient): Patient {
  const better = worth[later.source] > worth[known.source];
  const [first, second] = better ? [later, known] : [known, later];
  const named = first.fullName === undefined && second.fullName !== undefined ? second : first;
  const addressed = [first, second].find(({ address }) => address !== undefined);
  const addressSource = addressed && (addressed.addressSource ?? addressed.source);
  const { addressSource: _, ...told } = { ...known, ...definedOf(later, known) };
  return {
    ...told,
    fullName: named.fullName,
    birth: moreExact(first.birth, second.birth),
    sex: first.sex === 'unknown' ? second.sex : first.sex,
    address: addressed?.address,
    citizen: withWhatIsMissing(known.citizen, later.citizen),
    ...passportOf(known, later),
    insurance: mergeInsurance(known.insurance, later.insurance),
    source: named.source,
    ...(addressSource === undefined || addressSource === named.source ? {} : { addressSource }),
    chip: weightierVerdict(known.chip, later.chip),
  };
}

/** The chip's own text counts before what was read from a copyable code, and that before what somebody typed. */
const worth = {
  chip: 3,
  'qr-cccd': 2,
  'qr-bhyt': 2,
  'passport-mrz': 2,
  'patient-card': 2,
  'phone-shown': 1,
  typed: 1,
  none: 0,
} as const satisfies Record<IdentitySourceName, number>;

function passportOf(known: Patient, later: Patient): Pick<Patient, 'passport'> {
  const passport = withWhatIsMissing(known.passport, later.passport);
  return passport ? { passport } : {};
}

/** Whatever else a later reading tells that was not known. */
function definedOf<Known extends object>(later: Known, known: Known): Partial<Known> {
  const isNew = ([key, value]: [string, unknown]) => value !== undefined && known[key as keyof Known] === undefined;
  return Object.fromEntries(Object.entries(later).filter(isNew)) as Partial<Known>;
}

/** Another number is another document, and adds nothing to this one. */
function withWhatIsMissing<Document extends { readonly number: string }>(
  known: Document | undefined,
  later: Document | undefined,
): Document | undefined {
  if (!known || !later) return known ?? later;
  return known.number === later.number ? { ...known, ...definedOf(later, known) } : known;
}

/** Of two insurance cards the one that is valid longer counts: the other one was replaced. */
function mergeInsurance(
  known: InsuranceDocument | undefined,
  later: InsuranceDocument | undefined,
): InsuranceDocument | undefined {
  if (known && later && isNumberAlone(known) && !isNumberAlone(later)) return later;
  if (known?.validTo !== undefined && later?.validTo !== undefined && later.number !== known.number) {
    return later.validTo > known.validTo ? later : known;
  }
  return withWhatIsMissing(known, later);
}

/** Typed: the card itself says more, and perhaps its number in another form. */
function isNumberAlone({ validFrom, validTo, facilityCode, validityNotReadable }: InsuranceDocument): boolean {
  return validityNotReadable === true && validFrom === undefined && validTo === undefined && facilityCode === undefined;
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
