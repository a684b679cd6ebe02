import type { ScreeningSign } from '#config/catalogues/screening-signs.ts';

export interface ScreeningScreen {
  readonly show: 'screening';
  readonly signs: readonly ScreeningSign[];
  /** Left out: nobody is measured here. */
  readonly temperature?: TemperatureOnScreen | undefined;
}

/** The thermometer beside the question, and what it measured last. `awaited`: it may still work for somebody else. */
export interface TemperatureOnScreen {
  readonly stands: 'awaited' | 'measuring';
  /** °C. */
  readonly celsius: number | undefined;
  readonly isFever: boolean;
}

/** Each sign by itself; all `false`: none of these. */
export type ScreeningAnswer = { readonly [Sign in ScreeningSign]: boolean };
