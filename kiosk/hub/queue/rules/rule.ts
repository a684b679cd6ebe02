import { problem, type Result } from '#config/agreements/result.ts';
import type { Act, CounterAct, Refusal } from '../acts.ts';
import type { Caller, CounterId, Entry } from '../entry.ts';
import type { QueueEvent } from '../events.ts';
import { counterIn } from '../owned-day.ts';
import type { CounterState, QueueDay } from '../queue-day.ts';
import type { QueueCounter, QueueSettings } from '../queue-settings.ts';

/** What becomes of one kind of act. */
export type Rule<SomeAct extends Act> = (deciding: Deciding, act: SomeAct) => Decision;

/** Nothing, when it has been done before. */
export type Decision = Result<readonly QueueEvent[], Refusal>;

export interface Deciding {
  readonly settings: QueueSettings;
  readonly day: QueueDay;
  /** Epoch ms. */
  readonly now: number;
  readonly needs: Needs;
}

/** What neither the day nor the settings know. */
export interface Needs {
  readonly kiosks: readonly { readonly kioskId: string; readonly mark: string; readonly isRevoked: boolean }[];
}

/** A counter and whoever acts at it. */
export interface Seat {
  readonly counter: QueueCounter;
  readonly state: CounterState;
  readonly serving: Entry | undefined;
}

/** For acts of whoever sits there; a system of the hospital may act where nobody does. A kiosk's chair takes none of them. */
export function seated<SomeAct extends CounterAct>(
  rule: (deciding: Deciding, act: SomeAct, seat: Seat) => Decision,
): Rule<SomeAct> {
  return (deciding, act) => {
    const { settings, day } = deciding;
    const counter = settings.counters.get(act.counter);
    if (!counter || counter.chair) return problem('unknown-counter');
    const state = counterIn(day, act.counter);
    const isTheirs = state.by ? isSame(state.by, act.by) : act.by.kind === 'system';
    if (!isTheirs) return problem('not-your-counter');
    return rule(deciding, act, { counter, state, serving: state.serving && day.entries.get(state.serving) });
  };
}

export function isSame(one: Caller, other: Caller): boolean {
  return one.kind === other.kind && one.id === other.id;
}

/** Whoever is served is finished by the next call. */
export function finishing({ serving, counter }: Seat): readonly QueueEvent[] {
  return serving ? [{ kind: 'finished', visitId: serving.visitId, counter: counter.id }] : [];
}

/** Those who were laid aside, and those out of order, are called by any counter of the place. */
export function isOfPlace(settings: QueueSettings, counter: QueueCounter, entry: Entry): boolean {
  const placeOf = (id: CounterId | undefined) => (id === undefined ? undefined : settings.counters.get(id)?.place);
  const services = settings.places.get(counter.place);
  const { state, wanted } = entry;
  const aside = state.is === 'absent' || state.is === 'parked' ? state.counter : undefined;
  return (
    services?.has(entry.serviceCode) === true ||
    counter.services.includes(entry.serviceCode) ||
    placeOf(wanted?.counter) === counter.place ||
    wanted?.person !== undefined ||
    placeOf(aside) === counter.place
  );
}
