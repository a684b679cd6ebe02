import { type Language, languages } from '#config/agreements/language.ts';
import { hostTexts } from './host-messages.ts';
import { addTexts, patientTexts } from './patient-messages.ts';
import staffEn from './staff.en.json' with { type: 'json' };
import staffVi from './staff.vi.json' with { type: 'json' };

export type { MessageKey, Say } from './message-key.ts';
export { sayIn } from './patient-messages.ts';

const original = { ...patientTexts.vi, ...hostTexts.vi, ...staffVi };

/** Every word that patients or staff read. */
export const texts = {
  vi: original,
  en: { ...patientTexts.en, ...hostTexts.en, ...staffEn },
} as const satisfies Record<Language, typeof original>;

for (const language of languages) addTexts(language, { vi: staffVi, en: staffEn }[language]);
