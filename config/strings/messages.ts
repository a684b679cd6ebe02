import { createInstance } from 'i18next';
import type { Language } from '#config/agreements/language.ts';
import en from './en.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };

/** Every word that a patient reads, on screens and on paper. Vietnamese is the original; the others must be complete. */
const resources = { vi: { translation: vi }, en: { translation: en } } as const satisfies Record<
  Language,
  { translation: typeof vi }
>;

type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

/** `ticket.yourNumber`: a misspelt key does not compile. */
export type MessageKey = Leaves<typeof vi>;

/** Says a message. `values` fill `{{name}}`; they are texts, escaping is the business of whoever draws them. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

const instance = createInstance();
void instance.init({
  resources,
  lng: 'vi',
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

export function sayIn(language: Language): Say {
  const translate = instance.getFixedT(language);
  return (key, values) => translate(key, { ...values });
}
