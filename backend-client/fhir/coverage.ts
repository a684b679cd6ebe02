import type { VisitFacts } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { benefitLevel, extensionUrls, payorSystem, publicInsurance, self, socialInsurance } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import { visitIdentifier } from './encounter.ts';
import type { CoverageResource, Extension } from './fhir-types.ts';
import { period } from './patient.ts';
import { fhirDate, fhirText } from './text.ts';

/**
 * The insurance card as it was shown at this visit. It carries the visit's id and is found by it, so that it never touches
 * what the hospital itself keeps about the patient's insurance. `undefined` without a card.
 */
export function coverageResource(facts: VisitFacts, rendering: Rendering): CoverageResource | undefined {
  const card = facts.patient.insurance;
  const number = fhirText(card?.number);
  if (!card || number === undefined) return undefined;
  const { systems } = rendering;
  const level = fhirText(card.benefitLevel);
  const extension = [...fiveYears(card.fiveYearsOn), ...check(facts.insuranceCheck, rendering)];
  return {
    resourceType: 'Coverage',
    extension: extension.length > 0 ? extension : undefined,
    identifier: [
      visitIdentifier(facts.visit.visitId, systems),
      { system: systems.insuranceNumber, value: number, period: period(card.validFrom, card.validTo) },
    ],
    status: 'active',
    type: publicInsurance,
    subscriberId: number,
    beneficiary: referenceTo('patient', rendering),
    relationship: self,
    period: period(card.validFrom, card.validTo),
    payor: [
      {
        type: 'Organization',
        identifier: { system: payorSystem, value: socialInsurance.value },
        display: socialInsurance.display,
      },
    ],
    class: level === undefined ? undefined : [{ type: benefitLevel, value: level, name: `Mức hưởng ${level}` }],
    network: fhirText(card.facilityCode),
  };
}

function fiveYears(on: string | undefined): readonly Extension[] {
  const valueDate = fhirDate(on);
  return valueDate === undefined ? [] : [{ url: extensionUrls.fiveYearsOn, valueDate }];
}

/** What the hospital's own server answered about the card while the patient waited. */
function check(answer: InsuranceCheck | undefined, { site }: Rendering): readonly Extension[] {
  if (!answer) return [];
  const known: readonly [string, string | undefined][] = [
    ['resultCode', fhirText(answer.resultCode)],
    ['path', answer.path],
    ['newCardNumber', fhirText(answer.newCardNumber)],
    ['transactionId', fhirText(answer.transactionId)],
  ];
  const parts: Extension[] = known.flatMap(([url, valueString]) =>
    valueString === undefined ? [] : [{ url, valueString }],
  );
  parts.push({ url: 'checkedAt', valueDateTime: fhirDateTime(answer.checkedAt, site.timeZone) });
  return [{ url: extensionUrls.insuranceCheck, extension: parts }];
}
