import { companionDetails } from '#config/settings/consent-words.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { maskedDigits, veiledName } from '#kiosk/facts/masked.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { CompanionScreen } from './words.ts';

export function companionScreen(
  { said, companionCard }: Facts,
  { settings, language, scanner }: QuestionSurroundings,
): CompanionScreen {
  if (said.companion === undefined) return { show: 'companion', asks: 'relation' };
  const words = settings.consentWords.get(companionDetails)?.[language];
  if (!('fullName' in companionCard) || words === undefined) return { show: 'companion', asks: 'card', scanner };
  const { fullName, citizenNumber } = companionCard;
  return {
    show: 'companion',
    asks: 'details',
    // Whoever lays it knows it; whoever is next in the queue, or goes on with the family, may be anybody.
    name: fullName && veiledName(fullName),
    number: citizenNumber && maskedDigits(citizenNumber),
    title: words.title,
    text: words.text,
    wordsHash: words.hash,
  };
}
