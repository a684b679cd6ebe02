import type { VisitFacts } from '../contract/fact.ts';

/** The insurance card that counts: as the gateway knows it where it has said something, else as it was read. */
export interface CountingCard {
  readonly number: string | undefined;
  readonly facilityCode: string | undefined;
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
}

export function countingCard({
  patient: { insurance: card },
  insuranceCheck: check,
}: Pick<VisitFacts, 'patient' | 'insuranceCheck'>): CountingCard {
  const { facilityCode, validFrom, validTo } = check ?? {};
  // Nothing that is printed on the old card is true of the new one.
  if (check?.newCardNumber !== undefined) return { number: check.newCardNumber, facilityCode, validFrom, validTo };
  const validity = validFrom !== undefined || validTo !== undefined ? { validFrom, validTo } : card;
  return {
    number: card?.number ?? check?.cardNumber,
    facilityCode: facilityCode ?? card?.facilityCode,
    validFrom: validity?.validFrom,
    validTo: validity?.validTo,
  };
}
