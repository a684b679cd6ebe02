import type { ControlId } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { checkInFrom } from '../check-in-columns/check-in.ts';
import type { Fact, ReadingFact, VisitFacts } from '../contract/fact.ts';
import { factsTold } from '../contract/facts-told.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { answersDocument } from './answers-document.ts';
import {
  appointmentDocument,
  contactDocument,
  insuranceDocument,
  known,
  momentText,
  patientDocument,
  serviceDocument,
  visitDocument,
} from './documents.ts';
import { readingDocument } from './reading-document.ts';
import { type WebhookFact, type WebhookReading, webhookVersion } from './words.ts';

interface Needs {
  readonly endpoint: Pick<WebhookEndpointSettings, 'id' | 'capabilities'>;
  readonly site: SendingSite;
}

/** One JSON document per fact, UTF-8; words.ts has its shapes, README.md explains them to HIS teams. */
export function createWebhookRenderer({ endpoint, site }: Needs): MessageRenderer {
  const { timeZone } = site;

  function documentOf(fact: Fact, controlId: ControlId): WebhookFact {
    const head = {
      version: webhookVersion,
      controlId,
      test: site.profile === 'demo',
      facilityCode: site.facilityCode,
      kioskId: site.kioskId,
    } as const;
    switch (fact.kind) {
      case 'registration':
        return { ...head, kind: 'registration', ...visitFactsDocument(fact) };
      case 'correction':
        return {
          ...head,
          kind: 'correction',
          correctedAt: momentText(fact.correctedAt, timeZone),
          ...visitFactsDocument(fact),
        };
      // Additive within one version: whoever knows corrections takes it for one.
      case 'service-change':
        return {
          ...head,
          kind: 'correction',
          correctedAt: momentText(fact.changedAt, timeZone),
          ...visitFactsDocument(fact),
        };
      case 'given-up':
        return {
          ...head,
          kind: 'correction',
          correctedAt: momentText(fact.givenUpAt, timeZone),
          ...visitFactsDocument(fact),
          visit: {
            ...visitDocument(fact.visit, fact.purpose, timeZone),
            givenUpAt: momentText(fact.givenUpAt, timeZone),
          },
        };
      case 'cancellation':
        throw new Error('a webhook is told of a change of service as a correction');
      case 'arrival':
        return {
          ...head,
          kind: 'arrival',
          ...visitFactsDocument(fact),
          appointment: appointmentDocument(fact.appointment, timeZone),
        };
      case 'reading':
        return { ...head, kind: 'reading', ...readingFactDocument(fact) };
      case 'survey': {
        const { opinionId, day, serviceHisCode, score } = fact.opinion;
        return {
          ...head,
          kind: 'survey',
          opinion: { opinionId, day, ...known('serviceHisCode', serviceHisCode), score },
        };
      }
      default:
        return unreachable(fact);
    }
  }

  function visitFactsDocument(facts: VisitFacts) {
    const { visit, patient, purpose, contact, insuranceCheck, appointment, answers } = facts;
    const { columns, objectCodeReason, problems } = checkInFrom(facts, site);
    return {
      visit: visitDocument(visit, purpose, timeZone),
      service: serviceDocument(visit.service),
      patient: patientDocument(patient),
      ...known('insurance', insuranceDocument(patient.insurance, insuranceCheck, timeZone)),
      ...known('contact', contact && contactDocument(contact)),
      ...known('appointment', appointment && appointmentDocument(appointment, timeZone)),
      ...known('answers', answersDocument(answers, timeZone)),
      checkIn: { columns, objectCodeReason, problems: [...problems] },
    };
  }

  function readingFactDocument({
    reading,
    facts,
    visitId,
    ticketNumber,
  }: ReadingFact): Pick<WebhookReading, 'reading' | 'visit' | 'patient'> {
    return {
      reading: readingDocument(reading, timeZone),
      visit: { visitId, ticketNumber, day: reading.day },
      ...known('patient', facts && patientDocument(facts.patient)),
    };
  }

  return {
    endpointId: endpoint.id,
    takes: factsTold(endpoint.capabilities),
    render: (fact, controlId) => new TextEncoder().encode(JSON.stringify(documentOf(fact, controlId))),
  };
}
