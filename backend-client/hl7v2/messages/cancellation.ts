import type { CancellationFact, GivenUpFact } from '../../contract/fact.ts';
import type { Hl7SegmentToBuild } from '../encoding.ts';
import type { Rendering } from '../hl7v2-site.ts';
import { messageHeader } from '../segments/message-header.ts';
import { patientFacility, patientIdentification } from '../segments/patient.ts';
import { place } from '../segments/placement.ts';
import { eventType, patientVisit, patientVisitMore, priorityPlaces, visitPlaces } from '../segments/visit.ts';

/**
 * ADT^A11^ADT_A09 (§3.3.11): the visit that was registered is taken back, under the number and service that it had. Either the patient has
 * given it up, and nothing follows; or they have chosen another service and the site file says `"serviceChange": "a11-a04"`: an A04 of the
 * same PV1-19 follows it.
 */
export function cancellationMessage(
  rendering: Rendering,
  fact: CancellationFact | GivenUpFact,
): readonly Hl7SegmentToBuild[] {
  const at = fact.kind === 'given-up' ? fact.givenUpAt : fact.cancelledAt;
  return [
    messageHeader(rendering, { code: 'ADT', trigger: 'A11', structure: 'ADT_A09' }, at),
    eventType(rendering, { trigger: 'A11', at, occurredAt: at }),
    ...place(
      [
        patientIdentification(rendering, fact),
        patientFacility(rendering, fact),
        patientVisit(rendering, fact),
        patientVisitMore(rendering, fact),
      ],
      rendering.endpoint.placement,
      { ...visitPlaces(rendering, fact), ...priorityPlaces(fact) },
    ),
  ];
}
