import type { Language } from '#config/agreements/language.ts';
import en from './board-voice.en.json' with { type: 'json' };
import vi from './board-voice.vi.json' with { type: 'json' };
import { type SayOf, wordsOf } from './page-words.ts';

/** Every word of the page on which a hospital records its own voice. */
export const boardVoiceTexts = { vi, en } as const satisfies Record<Language, typeof vi>;

export type SayOfVoice = SayOf<typeof vi>;
export const sayOfVoice: (language: Language) => SayOfVoice = wordsOf(boardVoiceTexts);
