import { isRelation } from '#config/catalogues/relations.ts';
import { companionDetails } from '#config/settings/consent-words.ts';
import { isCompanionAsked } from '#kiosk/facts/companion.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { Asked, Question } from '#kiosk/facts/question.ts';
import type { CompanionAnswer } from './words.ts';

/**
 * Somebody has come with the patient: who are they to them, and may their own name and number be noted? The card that says these is
 * taken only here (`kiosk/flow/turn.ts`), and counts for nothing until they have said yes.
 */
export const companion: Question<CompanionAnswer> = {
  isDue: ({ checkIn }, facts) => checkIn.companion && isCompanionAsked(facts),
  read: ({ relation, card, wordsHash, granted }, { consentWords }, { said, companionCard }, { language }) => {
    if (said.companion === undefined) return isRelation(relation) ? { relation } : undefined;
    if (companionCard.stands === 'not-seen') return card === 'none' ? { card } : undefined;
    if (companionCard.stands === 'answered' || typeof granted !== 'boolean') return undefined;
    const words = consentWords.get(companionDetails)?.[language];
    return words !== undefined && words.hash === wordsHash ? { wordsHash: words.hash, granted } : undefined;
  },
  put: (facts, answer, { consentWords }, asked) => {
    if (answer === undefined || asked === undefined) return takenBack(facts);
    const { said, companionCard } = facts;
    if ('relation' in answer) {
      const { relation } = answer;
      return { ...facts, said: { ...said, companion: { relation, fullName: undefined, citizenNumber: undefined } } };
    }
    if (said.companion === undefined) return facts;
    const answered = { ...facts, companionCard: { stands: 'answered' } } as const;
    if ('card' in answer || !('fullName' in companionCard)) return answered;
    const { fullName, citizenNumber } = companionCard;
    const words = consentWords.get(companionDetails)?.[asked.language];
    const companion = {
      ...said.companion,
      ...(answer.granted ? { fullName, citizenNumber } : {}),
      consent: consentFrom(answer, words?.language ?? asked.language, asked),
    };
    return { ...answered, said: { ...said, companion } };
  },
};

function consentFrom(
  { wordsHash, granted }: Extract<CompanionAnswer, { readonly granted: boolean }>,
  language: Asked['language'],
  { shownMs }: Asked,
) {
  return { purpose: companionDetails, granted, wordsHash, language, shownMs, by: 'companion' } as const;
}

/** What was said last: about the card, before it the relation. */
function takenBack(facts: Facts): Facts {
  const { companion, ...said } = facts.said;
  if (companion !== undefined && facts.companionCard.stands === 'answered') {
    const { relation } = companion;
    const again = { relation, fullName: undefined, citizenNumber: undefined };
    return { ...facts, companionCard: { stands: 'not-seen' }, said: { ...said, companion: again } };
  }
  const companionCard =
    facts.companionCard.stands === 'known' ? facts.companionCard : ({ stands: 'not-seen' } as const);
  return { ...facts, companionCard, said };
}
