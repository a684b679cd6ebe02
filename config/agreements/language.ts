/** Languages that screens and tickets are complete in; `config/strings` has one file for each. */
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text of the site file. Vietnamese always exists; a missing translation falls back to it. */
export type LocalizedText = { readonly vi: string } & {
  readonly [Other in Exclude<Language, 'vi'>]?: string | undefined;
};

export function textIn(language: Language, text: LocalizedText): string {
  return text[language] ?? text.vi;
}
