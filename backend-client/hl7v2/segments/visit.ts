import { isKnownPurpose, purposeWords } from '#config/catalogues/visit-purposes.ts';
import type { Appointment } from '../../contract/appointment.ts';
import type { VisitFacts } from '../../contract/fact.ts';
import { composite, type Hl7Field, type Hl7SegmentToBuild, repetitions } from '../encoding.ts';
import { kioskAuthority, type Rendering, timestampIn } from '../hl7v2-site.ts';
import {
  financialClasses,
  identifierTypes,
  localCodingSystem,
  priorityGrounds,
  priorityUncertain,
  priorityVisit,
} from '../local-codes.ts';
import { dateFrom, hierarchicDesignator } from './data-types.ts';
import { identityReliability } from './patient.ts';
import type { PlacedFacts } from './placement.ts';

export interface EventOfVisit {
  readonly trigger: string;
  /** Epoch ms. */
  readonly at: number;
  readonly occurredAt: number | undefined;
}

export function eventType(rendering: Rendering, { trigger, at, occurredAt }: EventOfVisit): Hl7SegmentToBuild {
  return {
    name: 'EVN',
    fields: {
      1: trigger,
      2: timestampIn(rendering, at),
      6: occurredAt === undefined ? undefined : timestampIn(rendering, occurredAt),
      7: rendering.site.facilityCode,
    },
  };
}

/** PV1 without the facts that the site file places. */
export function patientVisit(rendering: Rendering, facts: VisitFacts | undefined): Hl7SegmentToBuild {
  return {
    name: 'PV1',
    fields: {
      1: '1',
      2: 'O',
      3: composite({ 4: rendering.site.facilityCode }),
      5: facts?.appointment && preadmitNumber(rendering, facts.appointment),
      44: facts && timestampIn(rendering, facts.visit.storedAt),
      51: 'V',
    },
  };
}

/** PV1-20: how the insurance check came out for this visit. */
export function withFinancialClass(
  rendering: Rendering,
  { name, fields }: Hl7SegmentToBuild,
  { insuranceCheck }: VisitFacts,
): Hl7SegmentToBuild {
  if (!insuranceCheck) return { name, fields };
  const { path, checkedAt } = insuranceCheck;
  return {
    name,
    fields: { ...fields, 20: composite({ 1: financialClasses[path], 2: timestampIn(rendering, checkedAt) }) },
  };
}

/** PV2 without the facts that the site file places. */
export function patientVisitMore(rendering: Rendering, { purpose, visit, appointment }: VisitFacts): Hl7SegmentToBuild {
  const startsAt = appointment?.startsAt;
  return {
    name: 'PV2',
    fields: {
      3: composite(
        isKnownPurpose(purpose)
          ? { 1: purpose.toUpperCase(), 2: purposeWords(purpose).text, 3: localCodingSystem }
          : { 2: purpose },
      ),
      8: startsAt === undefined ? undefined : timestampIn(rendering, startsAt),
      23: visit.service.name.vi,
    },
  };
}

/** Facts of a known visit, without its priority. */
export function visitPlaces(rendering: Rendering, { visit, patient }: VisitFacts): PlacedFacts {
  const { hisCode, room } = visit.service;
  const reliability = identityReliability(patient);
  return {
    ...ticketPlaces(rendering, { visitId: visit.visitId, ticketNumber: visit.number.text, day: visit.day }),
    identitySource: { text: reliability.join('-'), field: repetitions(reliability) },
    serviceCode: { text: hisCode },
    room: { text: room },
  };
}

export function priorityPlaces({ visit: { priority } }: VisitFacts): PlacedFacts {
  if (!priority) return {};
  const ground = priorityGrounds[priority.ground];
  const marks = priority.certain ? [ground] : [ground, priorityUncertain];
  return {
    priority: { text: priorityVisit },
    priorityGround: { text: marks.join('-'), field: repetitions(marks) },
  };
}

/** What a kiosk that only measures knows of a visit. A number without a day is as on the ticket, of whichever day. */
export function ticketPlaces(
  rendering: Rendering,
  ticket: { readonly visitId: string; readonly ticketNumber: string; readonly day: string | undefined },
): PlacedFacts {
  const authority = hierarchicDesignator(kioskAuthority(rendering));
  const { visitId, ticketNumber, day } = ticket;
  return {
    visitId: { text: visitId, field: composite({ 1: visitId, 4: authority, 5: identifierTypes.visit }) },
    ticketNumber: { text: ticketNumber, field: composite({ 1: ticketNumber, 4: authority, 7: dateFrom(day) }) },
  };
}

function preadmitNumber({ endpoint }: Rendering, { appointmentId }: Appointment): Hl7Field {
  return composite({ 1: appointmentId, 4: endpoint.receivingApplication });
}
