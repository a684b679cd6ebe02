import type { Language } from '#config/agreements/language.ts';
import en from './board.en.json' with { type: 'json' };
import vi from './board.vi.json' with { type: 'json' };
import { type SayOf, wordsOf } from './page-words.ts';

/** Every word of a board. */
export const boardTexts = { vi, en } as const satisfies Record<Language, typeof vi>;

export type SayOnBoard = SayOf<typeof vi>;
export const sayOnBoard: (language: Language) => SayOnBoard = wordsOf(boardTexts);
