import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CounterAct, Refusal, TransferTarget } from '../acts.ts';
import type { Entry } from '../entry.ts';
import { arrivalOf, isOver } from '../queue-day.ts';
import type { QueueSettings } from '../queue-settings.ts';
import { placeOf } from '../waiting-lines.ts';
import { isOfPlace, seated } from './rule.ts';

/**
 * Of whoever is served here, or waits or was laid aside in this place. In another service one waits behind those who are there; within the
 * same one nobody loses the time that was waited.
 */
export const transfer = seated<Extract<CounterAct, { kind: 'transfer' }>>(
  ({ settings, day, now }, { visitId, to }, { counter }) => {
    const entry = day.entries.get(visitId);
    if (!entry) return problem('unknown-visit');
    if (isOver(entry)) return problem('is-over');
    if (entry.state.is === 'called' && entry.state.counter !== counter.id) return problem('called-elsewhere');
    if (entry.state.is === 'unknown') return problem('not-in-that-pool');
    if (entry.state.is !== 'called' && !isOfPlace(settings, counter, entry)) return problem('not-in-that-pool');
    const target = targetOf(settings, entry, to);
    if (!target.ok) return target;
    const { serviceCode, wanted } = target.value;
    const place = serviceCode === entry.serviceCode ? placeOf(entry) || arrivalOf(entry) : now;
    return ok([{ kind: 'transferred', visitId, counter: counter.id, serviceCode, wanted, place }]);
  },
);

function targetOf(
  settings: QueueSettings,
  { serviceCode }: Entry,
  target: TransferTarget,
): Result<Pick<Entry, 'serviceCode' | 'wanted'>, Refusal> {
  switch (target.to) {
    case 'service':
      if (!settings.services.has(target.serviceCode)) return problem('unknown-service');
      return ok({ serviceCode: target.serviceCode, wanted: undefined });
    case 'counter': {
      const counter = settings.counters.get(target.counter);
      if (!counter || counter.chair) return problem('unknown-counter');
      const [first = serviceCode] = counter.services;
      const isCalledThere = counter.services.includes(serviceCode);
      return ok({ serviceCode: isCalledThere ? serviceCode : first, wanted: { counter: target.counter } });
    }
    case 'person':
      return ok({ serviceCode, wanted: { person: target.person } });
  }
}
