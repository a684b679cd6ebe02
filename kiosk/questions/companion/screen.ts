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
  const { stands, fullName, citizenNumber } = companionCard;
  return {
    show: 'companion',
    asks: 'details',
    // Whoever goes on with the family may be anybody: their name in full is only on the card that they have just laid.
    name: fullName && (stands === 'laid' ? fullName : veiledName(fullName)),
    number: citizenNumber && maskedDigits(citizenNumber),
    title: words.title,
    text: words.text,
    wordsHash: words.hash,
  };
}
