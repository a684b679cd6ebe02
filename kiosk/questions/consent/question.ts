import { consentAsked } from '#kiosk/facts/consent.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { whoConsents } from '#kiosk/facts/guardian.ts';
import type { Question } from '#kiosk/facts/question.ts';
import type { ConsentAnswer } from './words.ts';

/** May the data be used for one more purpose? Each by itself; yes and no go the same way, and neither changes anything else. */
export const consent: Question<ConsentAnswer> = {
  isDue: (settings, facts) => consentAsked(settings, facts) !== undefined,
  read: ({ wordsHash, granted }, settings, facts, { language }) => {
    const words = consentAsked(settings, facts)?.[language];
    return words !== undefined && words.hash === wordsHash && typeof granted === 'boolean'
      ? { wordsHash: words.hash, granted }
      : undefined;
  },
  put: (facts, answer, settings, asked) => {
    if (answer === undefined || asked === undefined) return withoutLast(facts);
    const by = whoConsents(settings, facts);
    const words = consentAsked(settings, facts)?.[asked.language];
    if (by === undefined || words === undefined) return facts;
    const { purpose, language, hash: wordsHash } = words;
    const given = { purpose, granted: answer.granted, wordsHash, language, shownMs: asked.shownMs, by };
    return { ...facts, said: { ...facts.said, consents: [...(facts.said.consents ?? []), given] } };
  },
};

function withoutLast(facts: Facts): Facts {
  const { consents = [], ...said } = facts.said;
  const left = consents.slice(0, -1);
  return { ...facts, said: left.length > 0 ? { ...said, consents: left } : said };
}
