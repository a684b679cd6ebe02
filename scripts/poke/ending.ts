import { whenParentIsGone } from '../start/parent-gone.ts';
import type { PokeOutcome } from './poke-event.ts';

export const exitCodes: Readonly<Record<PokeOutcome, number>> = { done: 0, refused: 1, 'not-reached': 3 };

/** Fires on Ctrl-C, on SIGTERM, and when npm is gone. The second Ctrl-C ends the program as ever. */
export function endingOf(program: NodeJS.Process): AbortSignal {
  const ending = new AbortController();
  const end = () => ending.abort();
  program.once('SIGINT', end);
  program.once('SIGTERM', end);
  whenParentIsGone(end);
  return ending.signal;
}
