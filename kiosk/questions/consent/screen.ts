import { textIn } from '#config/agreements/language.ts';
import { consentAsked } from '#kiosk/facts/consent.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { whoConsents } from '#kiosk/facts/guardian.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { ConsentScreen } from './words.ts';

export function consentScreen(facts: Facts, { site, settings, language }: QuestionSurroundings): ConsentScreen {
  const words = consentAsked(settings, facts)?.[language];
  const by = whoConsents(settings, facts);
  return {
    show: 'consent',
    title: words?.title ?? '',
    text: words?.text ?? '',
    wordsHash: words?.hash ?? '',
    by: by === undefined || by === 'companion' ? 'patient' : by,
    hasCompanion: facts.by === 'companion',
    at: (facts.said.consents?.length ?? 0) + 1,
    of: settings.checkIn.consents.length,
    desk: textIn(language, site.site.desk),
  };
}
