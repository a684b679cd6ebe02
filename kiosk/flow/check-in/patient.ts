import type { InsuranceDocument, Patient } from '#backend-client/contract/patient.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { BirthDate, CitizenCard, Identity, InsuranceCard } from '#drivers/contract/identity.ts';

/**
 * One patient from all cards of the session. The citizen card speaks for the person, the insurance card for the
 * insurance; among several insurance cards the one that is valid today.
 */
export function patientFromIdentities(identities: readonly Identity[], today: BusinessDay): Patient {
  const citizen = identities.find(hasCitizenCard);
  const inOrder = [...(citizen ? [citizen] : []), ...identities.filter((each) => each !== citizen)];
  const insurance = insuranceOn(identities, today);
  return {
    fullName: inOrder.find(({ fullName }) => fullName)?.fullName,
    birth: mostPreciseBirth(inOrder),
    sex: inOrder.find(({ sex }) => sex !== 'unknown')?.sex ?? 'unknown',
    address: inOrder.find(({ address }) => address)?.address,
    citizen: citizen && {
      number: citizen.document.number,
      oldNumber: citizen.document.oldNumber,
      issuedOn: citizen.document.issuedOn,
    },
    insurance: insurance && insuranceDocument(insurance),
    source: inOrder[0]?.source ?? 'none',
  };
}

export type InsuranceValidity = 'valid' | 'expired' | 'not-yet-valid';

/** Both ends of a card's period are valid days; a missing end is open. */
export function validityOn(card: Pick<InsuranceCard, 'validFrom' | 'validTo'>, today: BusinessDay): InsuranceValidity {
  if (card.validTo !== undefined && card.validTo < today) return 'expired';
  if (card.validFrom !== undefined && card.validFrom > today) return 'not-yet-valid';
  return 'valid';
}

/** The insurance card that counts today: a valid one, else one that begins later, else the one that expired last. */
export function insuranceOn(identities: readonly Identity[], today: BusinessDay): InsuranceCard | undefined {
  const rank = { valid: 0, 'not-yet-valid': 1, expired: 2 } as const;
  const cards = identities.flatMap(({ document }) => (document.kind === 'insurance-card' ? [document] : []));
  return cards.toSorted(
    (one, other) =>
      rank[validityOn(one, today)] - rank[validityOn(other, today)] ||
      (other.validTo ?? '9999').localeCompare(one.validTo ?? '9999'),
  )[0];
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

function insuranceDocument({
  number,
  facilityCode,
  validFrom,
  validTo,
  fiveYearsOn,
  benefitLevel,
}: InsuranceCard): InsuranceDocument {
  return { number, facilityCode, validFrom, validTo, fiveYearsOn, benefitLevel };
}
