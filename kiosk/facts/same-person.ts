import { contradicts, hasSameNameAndBirth, sexesDiffer } from '#config/agreements/described-person.ts';
import type { CitizenCard, Identity, IdentityDocument, InsuranceCard } from '#drivers/contract/identity.ts';

export { hasSameNameAndBirth } from '#config/agreements/described-person.ts';

/**
 * Whether two scans are one person. Twins share birth date, address and all letters of their names; so whatever two
 * documents say must agree, and what they do not say proves nothing. Two cards that are taken for two people although they
 * belong to one cost a walk to the desk; two people who are taken for one get each other's numbers.
 */
export function isSamePerson(one: Identity, other: Identity): boolean {
  switch (compareDocuments(one.document, other.document)) {
    case 'one-holder':
      return !contradicts(one, other);
    case 'two-holders':
      return false;
    case 'unknown':
      return !sexesDiffer(one, other) && hasSameNameAndBirth(one, other);
  }
}

/** The very paper: a card that was renewed under its old number is another one, with another validity. */
export function isSameDocument(one: Identity, other: Identity): boolean {
  const [first, second] = [one.document, other.document];
  if (first.kind !== second.kind || first.number !== second.number) return false;
  if (first.kind !== 'insurance-card' || second.kind !== 'insurance-card') return true;
  return first.validFrom === second.validFrom && first.validTo === second.validTo;
}

/** What two documents' numbers alone say of their holders. */
type Holders = 'one-holder' | 'two-holders' | 'unknown';

function compareDocuments(one: IdentityDocument, other: IdentityDocument): Holders {
  if (one.kind === 'citizen-card') {
    return other.kind === 'citizen-card' ? compareCitizenCards(one, other) : compareKinds(one, other);
  }
  return other.kind === 'citizen-card' ? compareKinds(other, one) : compareInsuranceCards(one, other);
}

/** One person has one number, unless a card names the other's number as its holder's old one. */
function compareCitizenCards(one: CitizenCard, other: CitizenCard): Holders {
  const isNamed = one.oldNumber === other.number || other.oldNumber === one.number;
  return one.number === other.number || isNamed ? 'one-holder' : 'two-holders';
}

/** Since August 2025 the personal number may stand on an insurance card; otherwise the numbers say nothing of each other. */
function compareKinds(citizen: CitizenCard, insurance: InsuranceCard): Holders {
  if (numberingOf(insurance) !== 'personal') return 'unknown';
  const isNamed = insurance.number === citizen.number || insurance.number === citizen.oldNumber;
  return isNamed ? 'one-holder' : 'two-holders';
}

/**
 * The group and benefit level in front of a social-insurance number change with every renewal; the number stays for life
 * (vietnam.md §2.2). A number of another kind cannot be compared with it.
 */
function compareInsuranceCards(one: InsuranceCard, other: InsuranceCard): Holders {
  if (one.number === other.number) return 'one-holder';
  const numbering = numberingOf(one);
  if (numbering !== numberingOf(other)) return 'unknown';
  return numbering === 'social-insurance' && lifelong(one) === lifelong(other) ? 'one-holder' : 'two-holders';
}

function numberingOf({ number }: InsuranceCard): 'social-insurance' | 'personal' | 'other' {
  if (/^([A-Z]{2}[1-5]\d{2})?\d{10}$/.test(number)) return 'social-insurance';
  return /^\d{12}$/.test(number) ? 'personal' : 'other';
}

function lifelong({ number }: InsuranceCard): string {
  return number.slice(-10);
}
