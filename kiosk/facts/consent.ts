import type { Language } from '#config/agreements/language.ts';
import type { ConsentWords } from '#config/settings/consent-words.ts';
import type { Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';
import { whoConsents } from './guardian.ts';

/** The next purpose that was not asked about, in every language; `undefined`: none, or nobody who may answer stands here. */
export function consentAsked(
  settings: FlowSettings,
  facts: Facts,
): Readonly<Record<Language, ConsentWords>> | undefined {
  if (whoConsents(settings, facts) === undefined) return undefined;
  const answered = facts.said.consents ?? [];
  const next = settings.checkIn.consents.find(({ code }) => !answered.some(({ purpose }) => purpose === code));
  return next && settings.consentWords.get(next.code);
}
