import type { CounterId, Entry } from './entry.ts';
import type { LoggedEvent } from './events.ts';
import type { QueueDay } from './queue-day.ts';
import type { QueueSettings } from './queue-settings.ts';

/**
 * For tests: who may be called next at a counter, said a second time and slowly: from all entries and the log of the day, without lines,
 * counts and runs. `undefined` where nobody waits.
 */
export function lawfulNext(
  day: QueueDay,
  log: readonly LoggedEvent[],
  settings: QueueSettings,
  counter: CounterId,
  now: number,
): Entry | undefined {
  const services = settings.counters.get(counter)?.services ?? [];
  const sitting = day.counters.get(counter)?.by;
  const here = ({ wanted, serviceCode }: Entry) => {
    if (wanted?.counter !== undefined) return wanted.counter === counter;
    if (wanted?.person !== undefined) return sitting?.kind === 'person' && sitting.id === wanted.person;
    return services.includes(serviceCode);
  };
  const isAt = ({ lane, chair }: Entry, how: string) =>
    lane !== 'emergency' && chair?.is === how && 'until' in chair && now < chair.until;
  const isAway = (entry: Entry) => isAt(entry, 'invited') || isAt(entry, 'seated');
  const open = [...day.entries.values()].filter(({ state }) => state.is === 'waiting');
  const waiting = open.filter((entry) => here(entry) && !isAway(entry));
  const called = callsOf(log);
  const sorted = (entries: readonly Entry[], place: (entry: Entry) => number) =>
    entries.toSorted(
      (one, other) =>
        (one.day < other.day ? -1 : one.day > other.day ? 1 : 0) ||
        place(one) - place(other) ||
        (one.number.series < other.number.series ? -1 : one.number.series > other.number.series ? 1 : 0) ||
        one.number.sequence - other.number.sequence ||
        (one.visitId < other.visitId ? -1 : 1),
    );
  const place = ({ state }: Entry) => (state.is === 'waiting' ? state.place : Number.NaN);
  const notBefore = ({ state }: Entry) => (state.is === 'waiting' ? state.notBefore : undefined);
  const isDue = ({ appointment }: Entry) => appointment && appointment.from <= now && now <= appointment.to;
  const comes = (entry: Entry) =>
    entry.lane === 'ordinary' && entry.appointment ? Math.max(place(entry), entry.appointment.from) : place(entry);

  const seated = [...day.counters.values()].flatMap(({ by }) => (by?.kind === 'person' ? by.id : []));
  const isNobodys = ({ wanted, serviceCode }: Entry) =>
    wanted?.person !== undefined && !seated.includes(wanted.person) && services.includes(serviceCode);
  const nobodys = sorted(
    open.filter((entry) => isNobodys(entry) && !isAway(entry)),
    place,
  );
  const [asked] = sorted(
    open.filter((entry) => (here(entry) || isNobodys(entry)) && isAt(entry, 'invited')),
    place,
  );
  const [emergency] = sorted(
    [...waiting, ...nobodys].filter(({ lane }) => lane === 'emergency'),
    place,
  );
  if (emergency) return emergency;
  const returned = sorted(
    waiting.filter((entry) => notBefore(entry) !== undefined),
    place,
  );
  const since = (code: string) => called.filter((call) => call.serviceCode === code).length;
  const dueBack = returned.find((entry) => since(entry.serviceCode) >= (notBefore(entry) ?? 0));
  if (dueBack) return dueBack;
  const first = waiting.filter((entry) => notBefore(entry) === undefined);
  const [priority] = sorted(
    first.filter((entry) => entry.lane === 'priority' || isDue(entry)),
    comes,
  );
  const [ordinary] = sorted(
    first.filter((entry) => entry.lane === 'ordinary' && !isDue(entry)),
    place,
  );
  if (!priority || !ordinary) return priority ?? ordinary ?? returned[0] ?? nobodys[0] ?? asked;
  const isEarlier = sorted([priority, ordinary], place)[0] === ordinary;
  if (now - place(ordinary) > settings.lanes.ceilingMs && isEarlier) return ordinary;
  const turns = called.filter((call) => call.share !== 'none' && here(call.entry)).map(({ share }) => share);
  const last = turns.at(-1);
  const run = turns.length - 1 - turns.findLastIndex((share) => share !== last);
  if (last === 'priority') return run < settings.lanes.priority ? priority : ordinary;
  return last === 'ordinary' && run < settings.lanes.ordinary ? ordinary : priority;
}

/** Calls of the day that stand, with the entry as it was just before. */
function callsOf(log: readonly LoggedEvent[]) {
  const begun = log.findLastIndex(({ event }) => event.kind === 'day-begun');
  const today = log.slice(begun + 1);
  const undone = new Set(today.flatMap(({ event }) => (event.kind === 'undone' ? [event.undoes] : [])));
  const where = new Map<string, Entry>();
  const calls: { readonly serviceCode: string; readonly share: string; readonly entry: Entry }[] = [];
  const first = log[begun]?.event;
  if (first?.kind === 'day-begun') for (const entry of first.carried) where.set(entry.visitId, entry);
  for (const { event, actId } of today) {
    if (undone.has(actId)) continue;
    if (event.kind === 'entered') where.set(event.entry.visitId, event.entry);
    const entry = 'visitId' in event ? where.get(event.visitId) : undefined;
    if (!entry) continue;
    if (event.kind === 'number-changed') {
      // Whoever was sent somewhere under the old number waits with the new service.
      where.set(entry.visitId, { ...entry, serviceCode: event.serviceCode, wanted: undefined });
    }
    if (event.kind === 'transferred') {
      where.set(entry.visitId, { ...entry, serviceCode: event.serviceCode, wanted: event.wanted });
    }
    if (event.kind !== 'called' || event.how.in === 'no-turn') continue;
    calls.push({ serviceCode: entry.serviceCode, share: event.how.in === 'turn' ? event.how.share : 'none', entry });
  }
  return calls;
}
