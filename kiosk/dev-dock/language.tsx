import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The dock's own words stand beside what they are for, each in both languages: a device brings its drawer and its words. */
export type DockLanguage = 'vi' | 'en';

export interface InBothLanguages<Words> {
  readonly vi: Words;
  readonly en: Words;
}

export const LanguageContext = createContext<DockLanguage>('en');

export function useWords<Words>(words: InBothLanguages<Words>): Words {
  return words[useContext(LanguageContext)];
}

const remembered = 'dock-language';

/** The one chosen last in this browser, else the browser's own. */
export function firstLanguage(): DockLanguage {
  const chosen = localStorage.getItem(remembered);
  if (chosen === 'vi' || chosen === 'en') return chosen;
  return navigator.language.startsWith('vi') ? 'vi' : 'en';
}

export function rememberLanguage(language: DockLanguage): void {
  localStorage.setItem(remembered, language);
  document.documentElement.lang = language;
}
