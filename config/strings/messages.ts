import { createInstance } from 'i18next';
import { type Language, languages } from '#config/agreements/language.ts';
import en from './en.json' with { type: 'json' };
import questionsEn from './questions.en.json' with { type: 'json' };
import questionsVi from './questions.vi.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };

const original = { ...vi, ...questionsVi };

/**
 * Every word that a patient reads, on screens and on paper. Vietnamese is the original; the others must be complete. The words of
 * a question to patients stand in its folder, `npm run strings` joins them under its name: `contact.title`.
 */
export const texts = { vi: original, en: { ...en, ...questionsEn } } as const satisfies Record<
  Language,
  typeof original
>;

type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

/** `ticket.yourNumber`: a misspelt key does not compile. */
export type MessageKey = Leaves<typeof original>;

/** Says a message. `values` fill `{{name}}`; they are texts, escaping is the business of whoever draws them. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

const instance = createInstance();
void instance.init({
  resources: Object.fromEntries(languages.map((language) => [language, { translation: texts[language] }])),
  lng: 'vi',
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

export function sayIn(language: Language): Say {
  const translate = instance.getFixedT(language);
  return (key, values) => translate(key, { ...values });
}
