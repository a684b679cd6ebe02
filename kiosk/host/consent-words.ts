import type { Language } from '#config/agreements/language.ts';
import type { CheckInSettings } from '#config/settings/check-in-settings.ts';
import { type ConsentWords, companionDetails } from '#config/settings/consent-words.ts';
import { consentWordsOf } from '#config/settings/hash-consent-words.ts';
import { sayIn } from '#config/strings/patient-messages.ts';

type InEachLanguage = Readonly<Record<Language, ConsentWords>>;

/** Everything that is asked about at this kiosk, in every language: the purposes of the site file, and the companion's own details. */
export function allConsentWords({ consents, companion }: CheckInSettings): readonly InEachLanguage[] {
  return [...consents.map(consentWordsOf), ...(companion ? [companionWords()] : [])];
}

function companionWords(): InEachLanguage {
  const inEach = (key: 'companion.detailsTitle' | 'companion.detailsText') => ({
    vi: sayIn('vi')(key),
    en: sayIn('en')(key),
  });
  return consentWordsOf({
    code: companionDetails,
    title: inEach('companion.detailsTitle'),
    text: inEach('companion.detailsText'),
  });
}
