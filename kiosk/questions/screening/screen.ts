import { screeningSigns } from '#config/catalogues/screening-signs.ts';
import type { ScreeningScreen } from './words.ts';

export function screeningScreen(): ScreeningScreen {
  return { show: 'screening', signs: screeningSigns };
}
