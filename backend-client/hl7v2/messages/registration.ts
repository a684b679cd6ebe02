import type { CorrectionFact, RegistrationFact } from '../../contract/fact.ts';
import type { Hl7SegmentToBuild } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';
import { insurance, insurancePlaces } from '../segments/insurance.ts';
import { messageHeader } from '../segments/message-header.ts';
import { patientFacility, patientIdentification } from '../segments/patient.ts';
import { place } from '../segments/placement.ts';
import { patientVisit, patientVisitMore, priorityPlaces, visitPlaces, withFinancialClass } from '../segments/visit.ts';

/**
 * ADT^A04^ADT_A01 registers a visit; ADT^A08^ADT_A01 says all that is known by now about the patient of a registered
 * visit, which it names in PV1-19. Both are whole: what a correction does not say is not known.
 */
export function registrationMessage(
  rendering: Rendering,
  fact: RegistrationFact | CorrectionFact,
): readonly Hl7SegmentToBuild[] {
  const { trigger, at, occurredAt } = eventOf(fact);
  const visit = withFinancialClass(rendering, patientVisit(rendering, fact), fact);
  const insured = insurance(rendering, fact);
  return [
    messageHeader(rendering, { code: 'ADT', trigger, structure: 'ADT_A01' }, at),
    {
      name: 'EVN',
      fields: {
        1: trigger,
        2: timestampIn(rendering, at),
        6: occurredAt === undefined ? undefined : timestampIn(rendering, occurredAt),
        7: rendering.site.facilityCode,
      },
    },
    ...place(
      [
        patientIdentification(rendering, fact),
        patientFacility(rendering, fact),
        visit,
        patientVisitMore(rendering, fact),
        ...(insured ? [insured] : []),
      ],
      rendering.endpoint.placement,
      { ...visitPlaces(rendering, fact), ...priorityPlaces(fact), ...insurancePlaces(fact) },
    ),
  ];
}

function eventOf(fact: RegistrationFact | CorrectionFact) {
  return fact.kind === 'registration'
    ? { trigger: 'A04', at: fact.visit.storedAt, occurredAt: undefined }
    : { trigger: 'A08', at: fact.correctedAt, occurredAt: fact.correctedAt };
}
