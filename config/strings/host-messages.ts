import { languages } from '#config/agreements/language.ts';
import hostEn from './host.en.json' with { type: 'json' };
import hostVi from './host.vi.json' with { type: 'json' };
import { addTexts } from './patient-messages.ts';

export { sayIn } from './patient-messages.ts';

/**
 * What the host itself tells staff, on stderr and on a test paper. Everything else that staff read is said by their pages
 * (`messages.ts`): no host holds those words.
 */
export const hostTexts = { vi: hostVi, en: hostEn } as const;

for (const language of languages) addTexts(language, hostTexts[language]);
