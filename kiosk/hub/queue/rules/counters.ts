import { ok, problem } from '#config/agreements/result.ts';
import type { CounterAct } from '../acts.ts';
import type { QueueEvent } from '../events.ts';
import { counterIn } from '../owned-day.ts';
import { type Deciding, type Decision, isSame, seated } from './rule.ts';

type Done<Kind extends CounterAct['kind']> = Extract<CounterAct, { kind: Kind }>;

/** One person per counter, one counter per person: whoever sits down elsewhere has left the first one. A system may be at several. */
export function sitDown({ settings, day }: Deciding, { counter, by, force }: Done<'sit-down'>): Decision {
  const there = settings.counters.get(counter);
  if (!there || there.chair) return problem('unknown-counter');
  const sitting = counterIn(day, counter).by;
  if (sitting && isSame(sitting, by)) return ok([]);
  if (sitting && !force) return problem('not-your-counter');
  const events: QueueEvent[] = sitting ? [{ kind: 'left-counter', counter, forcedBy: by }] : [];
  for (const [other, state] of day.counters) {
    if (by.kind === 'person' && state.by && isSame(state.by, by)) {
      events.push({ kind: 'left-counter', counter: other, forcedBy: undefined });
    }
  }
  return ok([...events, { kind: 'sat-down', counter, by }]);
}

/** Whoever is served there stays so, until somebody who sits there says otherwise. */
export const leaveCounter = seated<Done<'leave-counter'>>((_deciding, _act, { counter }) =>
  ok([{ kind: 'left-counter', counter: counter.id, forcedBy: undefined }]),
);

export const pause = seated<Done<'pause'>>((_deciding, _act, { counter, state }) =>
  ok(state.isPaused ? [] : [{ kind: 'paused', counter: counter.id }]),
);

export const resume = seated<Done<'resume'>>((_deciding, _act, { counter, state }) =>
  ok(state.isPaused ? [{ kind: 'resumed', counter: counter.id }] : []),
);
