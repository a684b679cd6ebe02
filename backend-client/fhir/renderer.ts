import type { ControlId } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type {
  ArrivalFact,
  CorrectionFact,
  Fact,
  ReadingFact,
  RegistrationFact,
  ServiceChangeFact,
  SurveyFact,
  VisitFacts,
} from '../contract/fact.ts';
import { factsTold } from '../contract/facts-told.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { answersResource } from './answers.ts';
import { appointmentReference, arrivalEntry } from './appointment-arrival.ts';
import { createUnlessFound, type Rendering, transaction } from './bundle.ts';
import { companionResource } from './companion.ts';
import { consentResource } from './consent.ts';
import { coverageResource } from './coverage.ts';
import { encounterResource, isOfVisit } from './encounter.ts';
import type { BundleEntry } from './fhir-types.ts';
import {
  bloodPressureResource,
  bloodPressureToken,
  deviceOfReading,
  heartRateResource,
  heartRateToken,
  pressureAverageResource,
  quantityResource,
  quantityToken,
} from './observation.ts';
import { patientResource, strongestIdentifier } from './patient.ts';
import { identitySources, provenanceEntry } from './provenance.ts';
import { opinionToken, questionnaireResponse } from './questionnaire-response.ts';
import { identifierIs } from './search.ts';
import { identifierSystems } from './systems.ts';

/**
 * Each fact is one transaction bundle, final when it is stored. It knows no id of the server and stands alone: whoever it
 * refers to is in it, created unless the server finds them. README.md shows every bundle.
 */
export function createFhirRenderer({
  endpoint,
  site,
}: {
  readonly endpoint: FhirEndpointSettings;
  readonly site: SendingSite;
}): MessageRenderer {
  const systems = identifierSystems(endpoint, site);
  return {
    endpointId: endpoint.id,
    // What became of an encounter is the server's to say (law 14): a status of ours would overwrite one of theirs.
    takes: factsTold(endpoint.capabilities).filter((kind) => kind !== 'given-up'),
    render(fact: Fact, controlId: ControlId) {
      const rendering: Rendering = { site, systems, controlId };
      const { answerRecords } = endpoint;
      switch (fact.kind) {
        case 'registration':
          return aboutVisit(fact, fact.visit.storedAt, rendering, answerRecords);
        case 'correction':
          return aboutVisit(fact, fact.correctedAt, rendering, answerRecords);
        case 'service-change':
          return aboutVisit(fact, fact.changedAt, rendering, answerRecords);
        case 'given-up':
          throw new Error('a FHIR server is not told of a number that was given up');
        case 'cancellation':
          throw new Error('a FHIR server is told of a change of service as a correction');
        case 'arrival':
          return arrival(fact, rendering);
        case 'reading':
          return reading(fact, rendering);
        case 'survey':
          return survey(fact, rendering);
        default:
          return unreachable(fact);
      }
    },
  };
}

type ToldOfVisit = RegistrationFact | CorrectionFact | ServiceChangeFact;

/**
 * A correction has the same three records with what is known now, and so has a change of service. As it is stored it creates what
 * is not there and touches nothing that is; what is sent adds the new facts to the records of the hospital
 * (`complete-bundle.ts`). Somebody who was registered without papers is another patient there, and stays behind without a visit.
 */
function aboutVisit(fact: ToldOfVisit, at: number, rendering: Rendering, answerRecords: boolean): Uint8Array {
  const { answers: said } = fact;
  const told = answerRecords || !said ? fact : { ...fact, answers: { particulars: said.particulars } };
  const entries = [patient(told, rendering), ...companion(told, rendering), encounter(told, rendering)];
  const coverage = coverageResource(fact, rendering);
  if (coverage)
    entries.push(createUnlessFound('coverage', coverage, isOfVisit(fact.visit, rendering.systems), rendering));
  if (answerRecords) entries.push(...answers(fact, rendering));
  return transaction([...entries, whoWrote(fact, entries, at, rendering)], at, rendering);
}

function arrival(fact: ArrivalFact, rendering: Rendering): Uint8Array {
  const at = fact.visit.storedAt;
  const provenance = provenanceEntry(
    {
      did: 'UPDATE',
      targets: [appointmentReference(fact.appointment, rendering.systems)],
      at,
      from: identitySources(fact.patient),
    },
    rendering,
  );
  return transaction([arrivalEntry(fact.appointment, rendering), provenance], at, rendering);
}

function reading(fact: ReadingFact, rendering: Rendering): Uint8Array {
  const { reading: taken } = fact;
  // What the patient answered was told with the visit.
  const facts = fact.facts && { ...fact.facts, answers: undefined };
  const observations = observationEntries(fact, rendering);
  const provenance = provenanceEntry(
    {
      did: 'CREATE',
      targets: observations.map(({ fullUrl }) => ({ reference: fullUrl })),
      at: taken.takenAt,
      from: [deviceOfReading(taken, rendering)],
    },
    rendering,
  );
  const people = facts ? [patient(facts, rendering), encounter(facts, rendering)] : [];
  return transaction([...people, ...observations, provenance], taken.takenAt, rendering);
}

/** No Provenance and no moment: noon of its day, so that nobody is found by the time. */
function survey({ opinion }: SurveyFact, rendering: Rendering): Uint8Array {
  const entry = createUnlessFound(
    'opinion',
    questionnaireResponse(opinion, rendering),
    identifierIs(opinionToken(opinion, rendering.systems)),
    rendering,
  );
  return transaction([entry], Date.parse(`${opinion.day}T12:00:00Z`), rendering);
}

function observationEntries(fact: ReadingFact, rendering: Rendering): readonly BundleEntry[] {
  const { systems } = rendering;
  const { reading: taken } = fact;
  const { values } = taken;
  switch (values.kind) {
    case 'blood-pressure':
      return [
        createUnlessFound(
          'blood-pressure',
          bloodPressureResource(fact, values, rendering),
          identifierIs(bloodPressureToken(taken, systems)),
          rendering,
        ),
        createUnlessFound(
          'heart-rate',
          heartRateResource(fact, values, rendering),
          identifierIs(heartRateToken(taken, systems)),
          rendering,
        ),
      ];
    case 'blood-pressure-average':
      return [
        createUnlessFound(
          'blood-pressure',
          pressureAverageResource(fact, values, rendering),
          identifierIs(bloodPressureToken(taken, systems)),
          rendering,
        ),
      ];
    case 'quantities':
      return values.quantities.map((each, at) =>
        createUnlessFound(
          `quantity-${at + 1}`,
          quantityResource(fact, each, at, rendering),
          identifierIs(quantityToken(taken, at, systems)),
          rendering,
        ),
      );
    default:
      return unreachable(values);
  }
}

function patient(facts: VisitFacts, rendering: Rendering): BundleEntry {
  const { systems } = rendering;
  const criterion = identifierIs(strongestIdentifier(facts, systems));
  return createUnlessFound('patient', patientResource(facts, systems), criterion, rendering);
}

function encounter(facts: VisitFacts, rendering: Rendering): BundleEntry {
  const criterion = isOfVisit(facts.visit, rendering.systems);
  return createUnlessFound('encounter', encounterResource(facts, rendering), criterion, rendering);
}

/** What only we keep about a visit is found by the id that we gave it. */
function companion(facts: VisitFacts, rendering: Rendering): readonly BundleEntry[] {
  const { systems } = rendering;
  const resource = companionResource(facts, rendering);
  if (!resource) return [];
  const criterion = identifierIs({ system: systems.companion, value: facts.visit.visitId });
  return [createUnlessFound('companion', resource, criterion, rendering)];
}

function answers(facts: VisitFacts, rendering: Rendering): readonly BundleEntry[] {
  const { systems } = rendering;
  const value = facts.visit.visitId;
  const [said, consent] = [answersResource(facts, rendering), consentResource(facts, rendering)];
  return [
    ...(said ? [createUnlessFound('answers', said, identifierIs({ system: systems.answers, value }), rendering)] : []),
    ...(consent
      ? [createUnlessFound('consent', consent, identifierIs({ system: systems.consent, value }), rendering)]
      : []),
  ];
}

function whoWrote(fact: ToldOfVisit, entries: readonly BundleEntry[], at: number, rendering: Rendering): BundleEntry {
  return provenanceEntry(
    {
      did: fact.kind === 'registration' ? 'CREATE' : 'UPDATE',
      targets: entries.map(({ fullUrl }) => ({ reference: fullUrl })),
      at,
      from: identitySources(fact.patient),
    },
    rendering,
  );
}
