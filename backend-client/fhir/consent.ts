import type { VisitFacts } from '../contract/fact.ts';
import type { ConsentAnswer } from '../contract/visit-answers.ts';
import { consentsOf } from '../questionnaire/answered-questions.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { consentDirectives, consentDocument, extensionUrls, patientPrivacy } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import { facility } from './encounter.ts';
import type { ConsentResource, Extension, Identifier, Reference } from './fhir-types.ts';
import type { IdentifierSystems } from './systems.ts';
import { fhirText } from './text.ts';

type Provision = NonNullable<NonNullable<ConsentResource['provision']>['provision']>[number];

/**
 * One Consent of the visit, with a provision for each purpose that was asked about: `permit`, or `deny` where it was refused; the
 * whole is `rejected` where all were. A Consent for each purpose would be more than the eight entries that Medplum takes in a
 * transaction. The proof of Law 91/2025/QH15 is an extension of each provision: `Attachment.hash` of R4 is SHA-1, and ours is SHA-256.
 * An answer that is changed changes this record, so that no older one is left that still allows.
 */
export function consentResource(facts: VisitFacts, rendering: Rendering): ConsentResource | undefined {
  const consents = consentsOf(facts.answers);
  if (consents.length === 0) return undefined;
  const { systems, site } = rendering;
  const { visit } = facts;
  const isGranted = consents.map(({ granted }) => granted);
  const directive = isGranted.every(Boolean) ? 'all' : isGranted.some(Boolean) ? 'some' : 'none';
  const newest = Math.max(...consents.map(({ at = visit.storedAt }) => at));
  return {
    resourceType: 'Consent',
    identifier: [consentIdentifier(visit.visitId, systems)],
    status: directive === 'none' ? 'rejected' : 'active',
    scope: patientPrivacy,
    category: [consentDocument],
    patient: referenceTo('patient', rendering),
    dateTime: fhirDateTime(newest, site.timeZone),
    performer: performers(consents, facts, rendering),
    organization: [facility(site)],
    policyRule: { coding: [consentDirectives[directive]], text: 'Luật 91/2025/QH15' },
    provision: { provision: consents.map((consent) => provision(consent, visit.storedAt, rendering)) },
  };
}

export function consentIdentifier(visitId: string, { consent }: IdentifierSystems): Identifier {
  return { system: consent, value: visitId };
}

function provision(consent: ConsentAnswer, storedAt: number, { systems, site }: Rendering): Provision {
  const { purpose, granted, at = storedAt } = consent;
  const code = fhirText(purpose)?.replaceAll(' ', '-') ?? 'unnamed';
  return {
    extension: [{ url: extensionUrls.consentProof, extension: proof(consent, fhirDateTime(at, site.timeZone)) }],
    type: granted ? 'permit' : 'deny',
    purpose: [{ system: systems.consentPurpose, code }],
  };
}

function proof({ wordsHash, language, shownMs, by }: ConsentAnswer, saidAt: string): readonly Extension[] {
  return [
    { url: 'wordsHash', valueString: wordsHash },
    { url: 'language', valueCode: language },
    { url: 'shownMs', valueInteger: Math.round(shownMs) },
    { url: 'by', valueCode: by },
    { url: 'saidAt', valueDateTime: saidAt },
  ];
}

/** A guardian is whoever checked the patient in; without a word about them nobody is named. */
function performers(
  consents: readonly ConsentAnswer[],
  { answers }: VisitFacts,
  rendering: Rendering,
): readonly Reference[] | undefined {
  const answeredBy = new Set(consents.map(({ by }) => by));
  const isPatient = answeredBy.has('patient') || answeredBy.has('patient-and-guardian');
  const isOther = answeredBy.has('guardian') || answeredBy.has('patient-and-guardian') || answeredBy.has('companion');
  const all = [
    ...(isPatient ? [referenceTo('patient', rendering)] : []),
    ...(isOther && answers?.companion ? [referenceTo('companion', rendering)] : []),
  ];
  return all.length > 0 ? all : undefined;
}
