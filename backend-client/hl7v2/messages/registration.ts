import { unreachable } from '#config/agreements/result.ts';
import type { CorrectionFact, RegistrationFact, ServiceChangeFact } from '../../contract/fact.ts';
import type { Hl7SegmentToBuild } from '../encoding.ts';
import type { Rendering } from '../hl7v2-site.ts';
import { answerSegments } from '../segments/answers.ts';
import { companion } from '../segments/companion.ts';
import { insurance, insurancePlaces } from '../segments/insurance.ts';
import { messageHeader } from '../segments/message-header.ts';
import { patientFacility, patientIdentification } from '../segments/patient.ts';
import { place } from '../segments/placement.ts';
import {
  type EventOfVisit,
  eventType,
  patientVisit,
  patientVisitMore,
  priorityPlaces,
  visitPlaces,
  withFinancialClass,
} from '../segments/visit.ts';

type Told = RegistrationFact | CorrectionFact | ServiceChangeFact;

/**
 * ADT^A04^ADT_A01 registers a visit; ADT^A08^ADT_A01 says all that is known by now about the patient of a registered
 * visit, which it names in PV1-19, also under another number for another service. Both are whole: what a correction does not say
 * is not known.
 */
export function registrationMessage(rendering: Rendering, fact: Told): readonly Hl7SegmentToBuild[] {
  const event = eventOf(rendering, fact);
  const visit = withFinancialClass(rendering, patientVisit(rendering, fact), fact);
  const insured = insurance(rendering, fact);
  const comesWith = companion(rendering, fact);
  return [
    messageHeader(rendering, { code: 'ADT', trigger: event.trigger, structure: 'ADT_A01' }, event.at),
    eventType(rendering, event),
    ...place(
      [
        patientIdentification(rendering, fact),
        patientFacility(rendering, fact),
        ...(comesWith ? [comesWith] : []),
        visit,
        patientVisitMore(rendering, fact),
        ...answerSegments(rendering, fact, event.at),
        ...(insured ? [insured] : []),
      ],
      rendering.endpoint.placement,
      { ...visitPlaces(rendering, fact), ...priorityPlaces(fact), ...insurancePlaces(fact) },
    ),
  ];
}

function eventOf({ endpoint }: Rendering, fact: Told): EventOfVisit {
  switch (fact.kind) {
    case 'registration':
      return { trigger: 'A04', at: fact.visit.storedAt, occurredAt: undefined };
    case 'correction':
      return { trigger: 'A08', at: fact.correctedAt, occurredAt: fact.correctedAt };
    case 'service-change': {
      // Behind an A11 the visit is registered once more.
      const trigger = endpoint.serviceChange === 'a08' ? 'A08' : 'A04';
      return { trigger, at: fact.changedAt, occurredAt: fact.changedAt };
    }
    default:
      return unreachable(fact);
  }
}
