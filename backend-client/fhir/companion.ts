import type { VisitFacts } from '../contract/fact.ts';
import type { Companion } from '../contract/visit-answers.ts';
import { relationInWords } from '../questionnaire/answered-questions.ts';
import { type Rendering, referenceTo } from './bundle.ts';
import { identifierType, relationships } from './codes.ts';
import type { Identifier, RelatedPersonResource } from './fhir-types.ts';
import { personName } from './patient.ts';
import type { IdentifierSystems } from './systems.ts';
import { fhirText } from './text.ts';

/** Who checked the patient in. Carries an id of the visit's and is found by it: what the hospital keeps of relatives stays as it is. */
export function companionResource(
  { visit, answers }: VisitFacts,
  rendering: Rendering,
): RelatedPersonResource | undefined {
  if (!answers?.companion) return undefined;
  const { fullName, citizenNumber } = answers.companion;
  const { systems } = rendering;
  const number = fhirText(citizenNumber);
  const known: readonly Identifier[] =
    number === undefined
      ? []
      : [{ use: 'official', type: identifierType('NI'), system: systems.citizenNumber, value: number }];
  return {
    resourceType: 'RelatedPerson',
    identifier: [companionIdentifier(visit.visitId, systems), ...known],
    active: true,
    patient: referenceTo('patient', rendering),
    relationship: [relationship(answers.companion)],
    name: personName(fullName),
  };
}

export function companionIdentifier(visitId: string, { companion }: IdentifierSystems): Identifier {
  return { use: 'usual', system: companion, value: visitId };
}

/** v3-RoleCode: what the companion is to the patient. There is none for "somebody else". */
function relationship({ relation }: Companion): NonNullable<RelatedPersonResource['relationship']>[number] {
  const text = fhirText(relationInWords({ relation }));
  const coding = relationships[relation];
  return coding ? { coding: [coding], text } : { text };
}
