import type { ScreeningSign } from '#config/catalogues/screening-signs.ts';

export interface ScreeningScreen {
  readonly show: 'screening';
  readonly signs: readonly ScreeningSign[];
}

/** Each sign by itself; all `false`: none of these. */
export type ScreeningAnswer = { readonly [Sign in ScreeningSign]: boolean };
