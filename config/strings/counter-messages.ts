import type { Language } from '#config/agreements/language.ts';
import en from './counter.en.json' with { type: 'json' };
import vi from './counter.vi.json' with { type: 'json' };
import type { Leaves } from './message-key.ts';
import { type SayOf, wordsOf } from './page-words.ts';

/** Every word of the counter page. */
export const counterTexts = { vi, en } as const satisfies Record<Language, typeof vi>;

export type CounterKey = Leaves<typeof vi>;
export type SayAtCounter = SayOf<typeof vi>;
export const sayAtCounter: (language: Language) => SayAtCounter = wordsOf(counterTexts);
