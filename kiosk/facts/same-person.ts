import { contradicts, hasSameNameAndBirth, sexesDiffer } from '#config/agreements/described-person.ts';
import { unreachable } from '#config/agreements/result.ts';
import type {
  CitizenCard,
  Identity,
  IdentityDocument,
  InsuranceCard,
  OldIdentityCard,
  Passport,
} from '#drivers/contract/identity.ts';

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

/** Whether nothing was said that another card could contradict: the card stands on a phone, where only staff can see it. */
export function namesNobody({ document, fullName, birth }: Identity): boolean {
  return document.kind === 'undocumented' && !fullName && !birth && document.phone === undefined;
}

/** The very paper: a card that was renewed under its old number is another one, with another validity. */
export function isSameDocument(one: Identity, other: Identity): boolean {
  const [first, second] = [one.document, other.document];
  if (first.kind !== second.kind || first.number !== second.number) return false;
  // Two people without papers may have one name and one phone.
  if (first.kind === 'undocumented') return false;
  if (first.kind === 'passport' && second.kind === 'passport') return first.issuer === second.issuer;
  if (first.kind !== 'insurance-card' || second.kind !== 'insurance-card') return true;
  return first.validFrom === second.validFrom && first.validTo === second.validTo;
}

/** What two documents' numbers alone say of their holders. */
type Holders = 'one-holder' | 'two-holders' | 'unknown';

function compareDocuments(one: IdentityDocument, other: IdentityDocument): Holders {
  switch (one.kind) {
    case 'citizen-card':
      return compareWithCitizenCard(one, other);
    case 'insurance-card':
      if (other.kind === 'citizen-card') return compareKinds(other, one);
      return other.kind === 'insurance-card' ? compareInsuranceCards(one, other) : 'unknown';
    case 'old-identity-card':
      if (other.kind === 'citizen-card') return compareWithOldCard(other, one);
      return other.kind === 'old-identity-card' ? sameNumber(one, other) : 'unknown';
    case 'passport':
      return other.kind === 'passport' ? comparePassports(one, other) : 'unknown';
    case 'patient-code':
      return other.kind === 'patient-code' ? sameNumber(one, other) : 'unknown';
    case 'undocumented':
      return 'unknown';
    default:
      return unreachable(one);
  }
}

function compareWithCitizenCard(citizen: CitizenCard, other: IdentityDocument): Holders {
  switch (other.kind) {
    case 'citizen-card':
      return compareCitizenCards(citizen, other);
    case 'insurance-card':
      return compareKinds(citizen, other);
    case 'old-identity-card':
      return compareWithOldCard(citizen, other);
    case 'passport':
    case 'patient-code':
    case 'undocumented':
      return 'unknown';
    default:
      return unreachable(other);
  }
}

function sameNumber(one: { readonly number: string }, other: { readonly number: string }): Holders {
  return one.number === other.number ? 'one-holder' : 'two-holders';
}

/** A citizen card names the card before it, if there was one; one of 12 digits was no CMND yet. */
function compareWithOldCard({ oldNumber }: CitizenCard, old: OldIdentityCard): Holders {
  if (oldNumber === undefined || oldNumber.length !== old.number.length) return 'unknown';
  return oldNumber === old.number ? 'one-holder' : 'two-holders';
}

/** Two states may give one number. Who typed theirs did not say whose it is. */
function comparePassports(one: Passport, other: Passport): Holders {
  if (one.issuer !== undefined && other.issuer !== undefined && one.issuer !== other.issuer) return 'two-holders';
  return sameNumber(one, other);
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
