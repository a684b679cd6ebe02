import { ok, problem } from '#config/agreements/result.ts';
import type { CounterAct } from '../acts.ts';
import { serviceToday } from '../owned-day.ts';
import { arrivalOf, isOver } from '../queue-day.ts';
import { isOfPlace, seated } from './rule.ts';

type Done<Kind extends CounterAct['kind']> = Extract<CounterAct, { kind: Kind }>;

export const absent = seated<Done<'absent'>>((_deciding, _act, { counter, serving }) =>
  serving ? ok([{ kind: 'was-absent', visitId: serving.visitId, counter: counter.id }]) : problem('nobody-called'),
);

export const park = seated<Done<'park'>>((_deciding, { reason }, { counter, serving }) =>
  serving ? ok([{ kind: 'parked', visitId: serving.visitId, counter: counter.id, reason }]) : problem('nobody-called'),
);

const mostOthers = 99;

/** By any counter of the place. */
export const comeBack = seated<Done<'return'>>(({ settings, day }, { visitId, after }, { counter }) => {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (isOver(entry)) return problem('is-over');
  const isAside = entry.state.is === 'absent' || entry.state.is === 'parked';
  if (!isAside || !isOfPlace(settings, counter, entry)) return problem('not-in-that-pool');
  const others = Math.min(Math.max(0, Math.trunc(after ?? settings.lateTolerance)), mostOthers);
  const notBefore = serviceToday(day, entry.serviceCode).calls + others;
  return ok([{ kind: 'returned', visitId, counter: counter.id, place: arrivalOf(entry), notBefore }]);
});
