import type { Appointment } from '../../contract/appointment.ts';
import type { ArrivalFact } from '../../contract/fact.ts';
import { composite, type Hl7Composite, type Hl7SegmentToBuild } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';
import { arrivalReason, localCodingSystem } from '../local-codes.ts';
import { entityIdentifier } from '../segments/data-types.ts';
import { messageHeader } from '../segments/message-header.ts';
import { patientReference } from '../segments/patient.ts';
import { place } from '../segments/placement.ts';
import { patientVisit, visitPlaces } from '../segments/visit.ts';

/**
 * SIU^S14^SIU_S12 (or S12): the patient of an appointment is here. HL7 has no trigger of its own for it; S14 with the
 * status in SCH-25 is the common practice.
 */
export function arrivalMessage(rendering: Rendering, fact: ArrivalFact): readonly Hl7SegmentToBuild[] {
  const { arrivalEvent, placement } = rendering.endpoint;
  const { service } = fact.visit;
  const startsAt = startOf(rendering, fact.appointment);
  const action = arrivalEvent === 'S14' ? 'U' : 'A';
  return [
    messageHeader(rendering, { code: 'SIU', trigger: arrivalEvent, structure: 'SIU_S12' }, fact.visit.storedAt),
    schedule(rendering, fact.appointment),
    ...place(
      [
        patientReference(rendering, fact),
        { name: 'PD1', fields: {} },
        patientVisit(rendering, fact),
        { name: 'PV2', fields: {} },
      ],
      placement,
      visitPlaces(rendering, fact),
    ),
    { name: 'RGS', fields: { 1: '1', 2: action } },
    {
      name: 'AIS',
      fields: {
        1: '1',
        2: action,
        3: composite({ 1: service.hisCode, 2: service.name.vi, 3: localCodingSystem }),
        4: startsAt,
      },
    },
    {
      name: 'AIL',
      fields: { 1: '1', 2: action, 3: composite({ 2: service.room, 4: rendering.site.facilityCode }), 6: startsAt },
    },
  ];
}

/** SCH-16 and SCH-20 are required and ask for a person; there is none, so they name the kiosk's application. */
function schedule(rendering: Rendering, appointment: Appointment): Hl7SegmentToBuild {
  const { receivingApplication, sendingApplication, arrivalStatus } = rendering.endpoint;
  const appointmentId = entityIdentifier(appointment.appointmentId, receivingApplication);
  return {
    name: 'SCH',
    fields: {
      1: appointmentId,
      2: appointmentId,
      6: composite({ 1: arrivalReason.code, 2: arrivalReason.text, 3: localCodingSystem }),
      7: appointmentReason(appointment),
      11: composite({ 4: startOf(rendering, appointment) }),
      16: sendingApplication,
      20: sendingApplication,
      25: arrivalStatus,
    },
  };
}

/** Table 0276. */
function appointmentReason({ kind }: Appointment): Hl7Composite {
  return kind === 'follow-up-slip'
    ? composite({ 1: 'FOLLOWUP', 2: 'A follow up visit from a previous appointment', 3: 'HL70276' })
    : composite({ 1: 'ROUTINE', 2: 'Routine appointment', 3: 'HL70276' });
}

function startOf(rendering: Rendering, { startsAt }: Appointment): string | undefined {
  return startsAt === undefined ? undefined : timestampIn(rendering, startsAt);
}
