import type { IdentitySourceName, InsuranceDocument, Patient } from '#backend-client/contract/patient.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BirthDate, CitizenCard, Identity, IdentityDocument, InsuranceCard } from '#drivers/contract/identity.ts';

/**
 * One patient from all cards of the session. The citizen card speaks for the person, the insurance card for the
 * insurance; among several insurance cards the one that is valid today. What was read counts before what was typed.
 */
export function patientFromIdentities(identities: readonly Identity[], today: BusinessDay): Patient {
  const citizens = identities.filter(hasCitizenCard);
  const citizen = citizens.find(({ source }) => source !== 'typed') ?? citizens[0];
  const inOrder = identities.toSorted((one, other) => wordOf(one, citizen) - wordOf(other, citizen));
  const insurance = insuranceOn(identities, today);
  const named = inOrder.find(({ fullName }) => fullName);
  const addressed = inOrder.find(({ address }) => address);
  const source = sourceOf(named ?? inOrder[0], identities);
  return {
    fullName: named?.fullName,
    birth: mostPreciseBirth(inOrder),
    sex: inOrder.find(({ sex }) => sex !== 'unknown')?.sex ?? 'unknown',
    address: addressed?.address,
    citizen: citizen && {
      number: citizen.document.number,
      oldNumber: citizen.document.oldNumber,
      issuedOn: citizen.document.issuedOn,
    },
    insurance: insurance && insuranceDocument(insurance),
    ...saidOrShown(inOrder),
    source,
    ...(addressed && addressed.source !== source ? { addressSource: addressed.source } : {}),
  };
}

/** Whose word counts: the citizen card's, then any other that was read, then what was typed. */
function wordOf(identity: Identity, citizen: Identity | undefined): number {
  const isSaid = identity.source === 'typed' || identity.source === 'phone-shown';
  return isSaid ? 2 : identity === citizen ? 0 : 1;
}

/** Who types what stands on their phone shows it to staff, which is more than typing it (care.md §4). */
function sourceOf(first: Identity | undefined, identities: readonly Identity[]): IdentitySourceName {
  if (!first) return 'none';
  const isOnPhone = identities.some(({ source }) => source === 'phone-shown');
  return first.source === 'typed' && isOnPhone ? 'phone-shown' : first.source;
}

type SaidOrShown = Pick<Patient, 'oldIdentityCard' | 'passport' | 'patientCode' | 'saidPhone'>;

/** The other papers, left out where there is none; of two of one kind the first. */
function saidOrShown(identities: readonly Identity[]): SaidOrShown {
  return Object.assign({}, ...identities.toReversed().map(({ document }) => fromDocument(document)));
}

function fromDocument(document: IdentityDocument): SaidOrShown {
  switch (document.kind) {
    case 'citizen-card':
    case 'insurance-card':
      return {};
    case 'old-identity-card':
      return { oldIdentityCard: { number: document.number } };
    case 'passport': {
      const { kind: _, ...passport } = document;
      return { passport };
    }
    case 'patient-code':
      return { patientCode: document.number };
    case 'undocumented':
      return document.phone === undefined ? {} : { saidPhone: document.phone };
    default:
      return unreachable(document);
  }
}

/** `not-known`: the card says it, and it does not read. */
export type InsuranceValidity = 'valid' | 'not-known' | 'not-yet-valid' | 'expired';

/** Who an insurance card names, and the card. */
export type InsuredIdentity = Identity & { readonly document: InsuranceCard };

/** Both ends of a card's period are valid days; a missing end is open. */
export function validityOn({ document, warnings }: InsuredIdentity, today: BusinessDay): InsuranceValidity {
  const { validFrom, validTo } = document;
  if (validTo !== undefined && validTo < today) return 'expired';
  if (validFrom !== undefined && validFrom > today) return 'not-yet-valid';
  return warnings.includes('validity-not-readable') ? 'not-known' : 'valid';
}

/**
 * The insurance card that counts today: a valid one, else one of which nobody knows, else one that begins later, else the
 * one that expired last.
 */
export function insuranceOn(identities: readonly Identity[], today: BusinessDay): InsuredIdentity | undefined {
  const rank = { valid: 0, 'not-known': 1, 'not-yet-valid': 2, expired: 3 } as const;
  return identities
    .filter(hasInsuranceCard)
    .toSorted(
      (one, other) =>
        rank[validityOn(one, today)] - rank[validityOn(other, today)] ||
        (other.document.validTo ?? '9999').localeCompare(one.document.validTo ?? '9999'),
    )[0];
}

function hasInsuranceCard(identity: Identity): identity is InsuredIdentity {
  return identity.document.kind === 'insurance-card';
}

function hasCitizenCard(identity: Identity): identity is Identity & { readonly document: CitizenCard } {
  return identity.document.kind === 'citizen-card';
}

function mostPreciseBirth(identities: readonly Identity[]): BirthDate | undefined {
  const births = identities.flatMap(({ birth }) => (birth ? [birth] : []));
  return (
    births.find(({ precision }) => precision === 'day') ??
    births.find(({ precision }) => precision === 'month') ??
    births[0]
  );
}

function insuranceDocument({ document, warnings }: InsuredIdentity): InsuranceDocument {
  const { kind: _, ...card } = document;
  return warnings.includes('validity-not-readable') ? { ...card, validityNotReadable: true } : card;
}
