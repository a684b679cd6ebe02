import type { VisitFacts } from '../../contract/fact.ts';
import type { InsuranceCheck } from '../../contract/insurance.ts';
import { composite, type Hl7Field } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';
import { identifierTypes, insurancePlan, localCodingSystem } from '../local-codes.ts';
import { personName } from '../person-name.ts';
import { administrativeSex, birthDate, dateFrom, hierarchicDesignator } from './data-types.ts';
import type { PlacedFacts, SegmentToFill } from './placement.ts';

/** IN1, when a card was read or the hospital's server was asked about one. */
export function insurance(rendering: Rendering, facts: VisitFacts): SegmentToFill | undefined {
  const { patient, insuranceCheck: check } = facts;
  const card = patient.insurance;
  if (!card && !check) return undefined;
  return {
    name: 'IN1',
    fields: {
      1: '1',
      2: composite({ 1: insurancePlan.plan, 2: insurancePlan.planName, 3: localCodingSystem }),
      3: insurancePlan.company,
      4: insurancePlan.companyName,
      12: dateFrom(check?.validFrom ?? card?.validFrom),
      13: dateFrom(check?.validTo ?? card?.validTo),
      16: personName(patient.fullName),
      17: composite({ 1: 'SEL', 2: 'Self', 3: 'HL70063' }),
      18: birthDate(patient.birth),
      35: card?.benefitLevel,
      36: card?.number,
      43: administrativeSex(patient.sex),
      ...(check ? verification(rendering, check) : {}),
    },
  };
}

/**
 * What the hospital's own server answered, without `maKetQua`, which the site file places. HL7 v2.5.1 §6.5.6: IN1-25 says whether a
 * report of eligibility came, IN1-45 is the status of the verification.
 */
function verification(rendering: Rendering, check: InsuranceCheck): Record<number, Hl7Field> {
  const at = timestampIn(rendering, check.checkedAt);
  const day = at.slice(0, 8);
  const reported = check.path !== 'not-verified';
  const { insuranceNumber } = rendering.endpoint.assigningAuthorities;
  return {
    14:
      check.transactionId === undefined
        ? undefined
        : composite({ 1: check.transactionId, 2: day, 3: insurancePlan.company }),
    25: reported ? 'Y' : 'N',
    26: reported ? day : undefined,
    29: at,
    49:
      check.newCardNumber === undefined
        ? undefined
        : composite({ 1: check.newCardNumber, 4: hierarchicDesignator(insuranceNumber), 5: identifierTypes.insurance }),
  };
}

export function insurancePlaces({ insuranceCheck }: VisitFacts): PlacedFacts {
  return insuranceCheck ? { insuranceResult: { text: insuranceCheck.resultCode } } : {};
}
