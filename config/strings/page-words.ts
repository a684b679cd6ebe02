import { createInstance } from 'i18next';
import { type Language, languages } from '#config/agreements/language.ts';
import type { Leaves } from './message-key.ts';

/** Says a text of `Tree`; a misspelt key does not compile. */
export type SayOf<Tree> = (key: Leaves<Tree>, values?: Readonly<Record<string, string | number>>) => string;

/** The words of a page that loads no others: counters and boards know nothing of what patients read at a kiosk. */
export function wordsOf<Tree extends object>(
  texts: Readonly<Record<Language, Tree>>,
): (language: Language) => SayOf<Tree> {
  const instance = createInstance();
  void instance.init({
    resources: Object.fromEntries(languages.map((language) => [language, { translation: texts[language] }])),
    lng: 'vi',
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return (language) => {
    const translate = instance.getFixedT(language) as (key: string, values: object) => string;
    return (key, values) => translate(key, { ...values });
  };
}
