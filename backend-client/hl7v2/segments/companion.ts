import type { VisitFacts } from '../../contract/fact.ts';
import { relationInWords } from '../../questionnaire/answered-questions.ts';
import { composite } from '../encoding.ts';
import type { Rendering } from '../hl7v2-site.ts';
import { companionRole, identifierTypes, localCodingSystem, relationships } from '../local-codes.ts';
import { personName } from '../person-name.ts';
import { hierarchicDesignator } from './data-types.ts';
import type { SegmentToFill } from './placement.ts';

/** NK1: who checked the patient in, when it was not the patient. NK1-3 of table 0063, NK1-33 the companion's citizen number. */
export function companion({ endpoint }: Rendering, { answers }: VisitFacts): SegmentToFill | undefined {
  if (!answers?.companion) return undefined;
  const { relation, fullName, citizenNumber } = answers.companion;
  const { code, name } = relationships[relation] ?? relationships.other;
  const authority = hierarchicDesignator(endpoint.assigningAuthorities.citizenNumber);
  return {
    name: 'NK1',
    fields: {
      1: '1',
      2: personName(fullName),
      3: composite({ 1: code, 2: name, 3: 'HL70063', 5: relationInWords({ relation }) }),
      7: composite({ 1: companionRole.code, 2: companionRole.text, 3: localCodingSystem }),
      33:
        citizenNumber === undefined
          ? undefined
          : composite({ 1: citizenNumber, 4: authority, 5: identifierTypes.national }),
    },
  };
}
