import { type Language, textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { notOpenIn } from '#kiosk/facts/not-open.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { PurposeOnScreen, PurposeScreen } from './words.ts';

export function purposeScreen(facts: Facts, { site, language }: QuestionSurroundings): PurposeScreen {
  return {
    show: 'choose-purpose',
    purposes: site.checkIn.purposes.map((code) => purposeOnScreen(code, facts, { site, language })),
  };
}

function purposeOnScreen(
  code: PurposeOnScreen['code'],
  facts: Facts,
  { site, language }: { readonly site: SiteFile; readonly language: Language },
): PurposeOnScreen {
  const place = site.services.find(({ onlyFor }) => onlyFor === code);
  const notOpen = place && notOpenIn(facts, site.services, place, (name) => textIn(language, name));
  return { code, ...(notOpen && { notOpen }) };
}
