import { ok, problem } from '#config/agreements/result.ts';
import type { CounterAct } from '../acts.ts';
import { nextTurn } from '../order.ts';
import { isOver } from '../queue-day.ts';
import { finishing, isOfPlace, seated } from './rule.ts';

type Done<Kind extends CounterAct['kind']> = Extract<CounterAct, { kind: Kind }>;

export const callNext = seated<Done<'call-next'>>(({ settings, day, now }, { by }, seat) => {
  if (seat.state.isPaused) return problem('counter-paused');
  const counter = seat.counter.id;
  const turn = nextTurn(day, settings, counter, now);
  if (!turn) return problem('nobody-waits');
  const { entry, share } = turn;
  return ok([...finishing(seat), { kind: 'called', visitId: entry.visitId, counter, by, how: { in: 'turn', share } }]);
});

export const callThis = seated<Done<'call-this'>>(({ settings, day }, { visitId, by, reason }, seat) => {
  if (seat.state.isPaused) return problem('counter-paused');
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (isOver(entry)) return problem('is-over');
  const counter = seat.counter.id;
  if (entry.state.is === 'called')
    return problem(entry.state.counter === counter ? 'not-in-that-pool' : 'called-elsewhere');
  if (!isOfPlace(settings, seat.counter, entry)) return problem('not-in-that-pool');
  return ok([...finishing(seat), { kind: 'called', visitId, counter, by, how: { in: 'turn-of-other', reason } }]);
});

export const recall = seated<Done<'recall'>>((_deciding, _act, { counter, state, serving }) => {
  if (state.isPaused) return problem('counter-paused');
  if (!serving) return problem('nobody-called');
  return ok([{ kind: 'recalled', visitId: serving.visitId, counter: counter.id }]);
});

export const finish = seated<Done<'finish'>>((_deciding, _act, seat) =>
  seat.serving ? ok(finishing(seat)) : problem('nobody-called'),
);
