import type { ReadingFact } from '../../contract/fact.ts';
import type { Hl7SegmentToBuild } from '../encoding.ts';
import { kioskAuthority, type Rendering, timestampIn } from '../hl7v2-site.ts';
import { entityIdentifier } from '../segments/data-types.ts';
import { messageHeader } from '../segments/message-header.ts';
import { codedElement, observationSegments } from '../segments/observation.ts';
import { patientReference, unknownPatient } from '../segments/patient.ts';
import { place } from '../segments/placement.ts';
import { panelOf, readingObservations } from '../segments/reading-observations.ts';
import { patientVisit, ticketPlaces, visitPlaces } from '../segments/visit.ts';

/**
 * ORU^R01^ORU_R01: one reading of one visit. The reading's own id is the filler order number, so that a repeated message
 * is known again; a kiosk that only measures knows the visit by its ticket alone.
 */
export function readingMessage(rendering: Rendering, fact: ReadingFact): readonly Hl7SegmentToBuild[] {
  const { reading, facts, visitId, ticketNumber } = fact;
  const takenAt = timestampIn(rendering, reading.takenAt);
  const readingId = entityIdentifier(reading.readingId, kioskAuthority(rendering));
  const device = entityIdentifier(reading.deviceId, kioskAuthority(rendering));
  return [
    messageHeader(rendering, { code: 'ORU', trigger: 'R01', structure: 'ORU_R01' }, reading.takenAt),
    ...place(
      [
        facts ? patientReference(rendering, facts) : unknownPatient(rendering, visitId),
        { name: 'PD1', fields: {} },
        patientVisit(rendering, facts),
        { name: 'PV2', fields: {} },
      ],
      rendering.endpoint.placement,
      facts ? visitPlaces(rendering, facts) : ticketPlaces(rendering, { visitId, ticketNumber, day: undefined }),
    ),
    { name: 'ORC', fields: { 1: 'RE', 3: readingId } },
    {
      name: 'OBR',
      fields: { 1: '1', 3: readingId, 4: codedElement(panelOf(reading.values)), 7: takenAt, 22: takenAt, 25: 'F' },
    },
    ...observationSegments(readingObservations(reading), { takenAt, device }),
  ];
}
