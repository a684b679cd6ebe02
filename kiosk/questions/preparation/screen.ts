import type { PreparationScreen } from './words.ts';

export function preparationScreen(): PreparationScreen {
  return { show: 'preparation', kind: 'fasting' };
}
