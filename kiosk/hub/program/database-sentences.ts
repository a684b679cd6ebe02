import { type HubLogEventId, hubLogEvents } from '#config/agreements/hub-log-events.ts';
import type { LogProblem } from '../log/log-problem.ts';

/** The line of the log for each trouble with the database. */
export const lineOfTrouble = {
  'not-reachable': 'database-not-reachable',
  denied: 'database-denied',
  'not-trusted': 'database-not-trusted',
  'not-ours': 'database-not-ours',
  newer: 'database-newer',
  older: 'database-older',
  damaged: 'database-damaged',
  'disk-full': 'database-full',
  'not-writable': 'database-not-writable',
  'lost-place': 'place-lost',
  // It mends itself: the log is read anew.
  taken: 'place-lost',
} as const satisfies Record<LogProblem['kind'], HubLogEventId>;

/** What is wrong and what to do, for whoever calls a program of the hub. */
export function sentenceOf({ kind }: LogProblem): string {
  return hubLogEvents[lineOfTrouble[kind]].says;
}
