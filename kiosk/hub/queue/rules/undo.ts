import { ok, problem } from '#config/agreements/result.ts';
import type { CounterAct } from '../acts.ts';
import { notAtChair } from '../chairs.ts';
import type { CounterId, Entry } from '../entry.ts';
import { counterIn } from '../owned-day.ts';
import type { LastAct, QueueDay } from '../queue-day.ts';
import { seated } from './rule.ts';

/** How long an act of a counter can be taken back, ms. */
export const undoWithinMs = 10_000;

/** What `undo` would take back at `now`; nothing, when somebody else has gone on with one of those whom it touched. */
export function undoable(day: QueueDay, counter: CounterId, now: number): LastAct | undefined {
  const { last } = counterIn(day, counter);
  if (!last || now - last.at > undoWithinMs) return undefined;
  return last.changed.every(({ after }) => day.entries.get(after.visitId) === after) ? last : undefined;
}

/** As if the act had not been; a number that it gave is never given again. */
export const undo = seated<Extract<CounterAct, { kind: 'undo' }>>(({ day, now }, { undoes }, { counter }) => {
  const last = undoable(day, counter.id, now);
  if (last?.actId !== undoes) return problem('too-late-to-undo');
  // Whoever was called away from a chair is asked there anew: somebody else may sit in it by now.
  const before = last.changed.map(({ before, after }): Entry => (before ? notAtChair(before) : asMistake(after, now)));
  return ok([{ kind: 'undone', counter: counter.id, undoes, before }]);
});

function asMistake(entry: Entry, at: number): Entry {
  return { ...entry, state: { is: 'withdrawn', at, reason: 'issued-by-mistake' } };
}
