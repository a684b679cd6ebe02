import type { Language } from '#config/agreements/language.ts';
import en from '../words/fields.en.json' with { type: 'json' };
import vi from '../words/fields.vi.json' with { type: 'json' };

export type Words = Readonly<Record<Language, string>>;

interface FieldWords {
  readonly label: string;
  readonly help?: string;
}

/**
 * Labels of all fields and choices, and their help in Vietnamese; in English the schema's own sentence is the help,
 * where it is about the field and not about one of its values.
 *
 * Keys are patterns: `devices[].transport.port`; `kiosk.ticketSlot=left` for a choice; `hospital[]{webhook}.probe` where a field of
 * one name has another meaning in one shape; `{vi}` for the languages of a text.
 */
export const fieldWords: Readonly<Record<Language, Readonly<Record<string, FieldWords>>>> = { vi, en };

export interface SaidField {
  /** The key that was found; a test looks whether all are used. */
  readonly key: string;
  readonly label: Words;
  readonly help: Words | undefined;
}

/** `keys`: from the narrowest to the widest. `sentence`: the schema's, in English. */
export function wordsOf(keys: readonly string[], sentence: string | undefined): SaidField {
  const key = keys.find((each) => Object.hasOwn(vi, each)) ?? keys[0] ?? '';
  const [inVi, inEn] = [fieldWords.vi[key], fieldWords.en[key]];
  if (!inVi || !inEn) throw new Error(`The site file's field ${keys.join(' or ')} has no words in both languages`);
  const helpEn = inEn.help ?? sentence;
  return {
    key,
    label: { vi: inVi.label, en: inEn.label },
    help: inVi.help === undefined || helpEn === undefined ? undefined : { vi: inVi.help, en: helpEn },
  };
}
