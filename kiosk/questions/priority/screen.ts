import type { PriorityScreen } from './words.ts';

export function priorityScreen(): PriorityScreen {
  return { show: 'priority' };
}
