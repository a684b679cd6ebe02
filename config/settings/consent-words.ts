import type { Language } from '../agreements/language.ts';

/** Words that consent is given to, or refused. */
export interface ConsentWords {
  /** Of the site file, or `companionDetails`. */
  readonly purpose: string;
  /** Which one the words are in: a missing translation is shown in Vietnamese. */
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  /** Of exactly these words: see `hashOfWords` in hash-consent-words.ts. */
  readonly hash: string;
}

/** The purpose for which whoever has come with a patient is asked about their own name and number. */
export const companionDetails = 'companion-details';
