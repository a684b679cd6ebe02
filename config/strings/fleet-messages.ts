import type { Language } from '#config/agreements/language.ts';
import en from './fleet.en.json' with { type: 'json' };
import vi from './fleet.vi.json' with { type: 'json' };
import { type SayOf, wordsOf } from './page-words.ts';

/** Every word of the page that shows all kiosks of a hospital. */
export const fleetTexts = { vi, en } as const satisfies Record<Language, typeof vi>;

export type SayOfFleet = SayOf<typeof vi>;
export const sayOfFleet: (language: Language) => SayOfFleet = wordsOf(fleetTexts);
