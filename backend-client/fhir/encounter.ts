import { isKnownPurpose, purposeWords, visitPurposes } from '#config/catalogues/visit-purposes.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { StoredVisit, VisitPurpose } from '../contract/visit.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { ambulatory, escort, identifierType, priorityGrounds, prioritySystem, purposeSystem } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import type { CodeableConcept, EncounterResource, Identifier, Reference } from './fhir-types.ts';
import { identifierIs } from './search.ts';
import type { IdentifierSystems } from './systems.ts';
import { fhirText } from './text.ts';

/** The visit: somebody has arrived for a service and waits with a number. */
export function encounterResource(facts: VisitFacts, rendering: Rendering): EncounterResource {
  const { site, systems } = rendering;
  const { visit, purpose } = facts;
  const { service } = visit;
  return {
    resourceType: 'Encounter',
    identifier: [visitIdentifier(visit.visitId, systems), ...ticketIdentifiers(visit, systems)],
    status: 'arrived',
    class: ambulatory,
    serviceType: {
      coding: [{ system: systems.service, code: service.hisCode, display: fhirText(service.name.vi) }],
      text: fhirText(service.name.vi),
    },
    priority: priority(visit.priority),
    subject: referenceTo('patient', rendering),
    participant: facts.answers?.companion && [{ type: [escort], individual: referenceTo('companion', rendering) }],
    appointment: appointment(facts, systems),
    period: { start: fhirDateTime(visit.storedAt, site.timeZone) },
    reasonCode: [reasonFor(purpose)],
    location: [{ location: { display: fhirText(service.room) ?? service.hisCode } }],
    serviceProvider: facility(site),
  };
}

export function visitIdentifier(visitId: string, systems: IdentifierSystems): Identifier {
  return { use: 'official', type: identifierType('VN'), system: systems.visit, value: visitId };
}

/** Criterion for what carries the visit's id: its Encounter, its Coverage. */
export function isOfVisit({ visitId }: Pick<StoredVisit, 'visitId'>, systems: IdentifierSystems): string {
  return identifierIs({ system: systems.visit, value: visitId });
}

/** A number is unique within its business day only, and says so. One that was given up is `old`. */
function ticketIdentifiers({ number, replaces, day }: StoredVisit, systems: IdentifierSystems): readonly Identifier[] {
  const period = { start: day, end: day };
  const now: Identifier = { use: 'secondary', system: systems.ticket, value: number.text, period };
  return replaces === undefined ? [now] : [now, { use: 'old', system: systems.ticket, value: replaces, period }];
}

function priority(given: StoredVisit['priority']): CodeableConcept | undefined {
  if (!given) return undefined;
  const { code, text } = priorityGrounds[given.ground];
  // The year of birth alone allows it, or the patient has said so.
  const words = given.certain ? text : `${text} (nhân viên kiểm tra)`;
  return { coding: [{ system: prioritySystem, code, display: text }], text: words };
}

/** A logical reference: a server that checks its references never refuses a registration for an appointment. */
function appointment({ appointment: kept }: VisitFacts, systems: IdentifierSystems): readonly Reference[] | undefined {
  if (!kept) return undefined;
  return [{ type: 'Appointment', identifier: { system: systems.appointment, value: kept.appointmentId } }];
}

export function facility({ facilityCode }: SendingSite): Reference {
  return { type: 'Organization', identifier: { type: identifierType('FI'), value: facilityCode } };
}

/** A purpose that the catalogue does not have goes as text alone. */
function reasonFor(purpose: VisitPurpose): CodeableConcept {
  const { text } = purposeWords(purpose);
  if (!isKnownPurpose(purpose)) return { text: fhirText(text) ?? visitPurposes.examination.text };
  return { coding: [{ system: purposeSystem, code: purpose, display: text }], text };
}
