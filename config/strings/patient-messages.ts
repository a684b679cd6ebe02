import { createInstance } from 'i18next';
import { type Language, languages } from '#config/agreements/language.ts';
import en from './en.json' with { type: 'json' };
import type { Say } from './message-key.ts';
import questionsEn from './questions.en.json' with { type: 'json' };
import questionsVi from './questions.vi.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };

const original = { ...vi, ...questionsVi };

/**
 * Every word that a patient reads, on screens and on paper, and nothing else: the patient's page loads no more than this. Vietnamese
 * is the original; the others must be complete. The words of a question to patients stand in its folder, `npm run strings` joins them
 * under its name: `contact.title`.
 */
export const patientTexts = { vi: original, en: { ...en, ...questionsEn } } as const satisfies Record<
  Language,
  typeof original
>;

const instance = createInstance();
void instance.init({
  resources: Object.fromEntries(languages.map((language) => [language, { translation: patientTexts[language] }])),
  lng: 'vi',
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** What staff read says `messages.ts`, once somebody has imported it. */
export function sayIn(language: Language): Say {
  const translate = instance.getFixedT(language);
  return (key, values) => translate(key, { ...values });
}

/** Words beside those of the patients. */
export function addTexts(language: Language, texts: object): void {
  instance.addResourceBundle(language, 'translation', texts);
}
