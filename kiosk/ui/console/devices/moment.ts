import type { Language } from '#config/agreements/language.ts';

/** `08:27:31`, on the clock of whoever looks. */
export function momentOf(at: number, language: Language): string {
  return new Date(at).toLocaleTimeString(language, { hour12: false });
}
