import type { DeclaredGround } from '#config/catalogues/priority-grounds.ts';

/** Nothing of what was answered before stands on it. */
export interface PriorityScreen {
  readonly show: 'priority';
}

/** `none`: none of them, or rather not said. */
export interface PriorityAnswer {
  readonly ground: DeclaredGround | 'none';
}
