import type { Language } from '#config/agreements/language.ts';

/** One state, as one language and glass show it. */
export interface PictureToTake {
  readonly state: string;
  readonly language: Language;
  readonly glass: 'portrait' | 'landscape';
}

export const mostPictures = 60;

/**
 * The first state of every screen, portrait and in Vietnamese, and as many of them landscape and in English as there is room for, spread
 * over all screens. A picture more in the repository than that is looked at by nobody.
 */
export function picturesToKeep(
  states: readonly { readonly name: string; readonly screen: string }[],
): readonly PictureToTake[] {
  const firsts = states
    .filter(({ screen }, at) => states.findIndex((each) => each.screen === screen) === at)
    .map(({ name }) => name);
  const portrait = firsts
    .slice(0, mostPictures)
    .map((state): PictureToTake => ({ state, language: 'vi', glass: 'portrait' }));
  const room = Math.min(mostPictures - portrait.length, firsts.length);
  const landscape = Array.from({ length: room }, (_, at): PictureToTake => {
    const state = firsts[Math.floor((at * firsts.length) / room)] ?? '';
    return { state, language: 'en', glass: 'landscape' };
  });
  return [...portrait, ...landscape];
}
