import { isAway, isSeated } from './chairs.ts';
import type { Caller, CounterId, Entry } from './entry.ts';
import type { TurnShare } from './events.ts';
import { counterIn, serviceToday } from './owned-day.ts';
import type { QueueDay, WaitingLine } from './queue-day.ts';
import type { QueueSettings } from './queue-settings.ts';
import { compareInLine, placeOf } from './waiting-lines.ts';

/**
 * Who is called next, and why. In this order:
 *
 * 1. emergencies;
 * 2. whoever was called before and came back, when as many others of the service were called as was said;
 * 3. priority and ordinary lane by the ratio of the hospital, both from the front. An ordinary one who has waited beyond the ceiling goes
 *    before everybody who came later. Law 15/2023 article 3.2 names who has priority and gives no order among them;
 * 4. whoever came back and whose others are not there, then whoever was sent to a person who sits nowhere, then whoever was asked to a
 *    chair and has not sat down: nobody sits idle for a rule, and nobody is forgotten. Whoever sits there is called by
 *    nobody but a person who picks their number.
 *
 * In a lane whoever was left over from a day before is first, then whoever has waited longer. An appointment whose time has come stands in
 * the priority lane, as if its holder had come at that time; before it and after it they stand where they came. Whoever was sent to a
 * counter or person stands in these same lanes and is called there alone.
 */
export interface Turn {
  readonly entry: Entry;
  readonly share: TurnShare;
}

/** At this counter, with whoever sits there; at `now`, epoch ms. */
export function nextTurn(day: QueueDay, settings: QueueSettings, counter: CounterId, now: number): Turn | undefined {
  for (const turn of turnsAt(day, settings, counter, now)) if (!isSeated(turn.entry, now)) return turn;
  return undefined;
}

/** In the order in which they would be called, were nobody else to come or to call; at most so many. */
export function waitingFor(
  day: QueueDay,
  settings: QueueSettings,
  counter: CounterId,
  now: number,
  most = Number.POSITIVE_INFINITY,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const { entry } of turnsAt(day, settings, counter, now)) {
    if (entries.length >= most) break;
    entries.push(entry);
  }
  return entries;
}

export function waitingCount(day: QueueDay, settings: QueueSettings, counter: CounterId): number {
  const lines = linesOf(day, settings, counter);
  const astray = sentToNobody(day, settings, counter).length;
  return lines.reduce(
    (count, { emergency, priority, ordinary, apart }) =>
      count + emergency.length + priority.length + ordinary.length + apart.length,
    astray,
  );
}

function* turnsAt(day: QueueDay, settings: QueueSettings, counter: CounterId, now: number): Iterable<Turn> {
  const lines = linesOf(day, settings, counter);
  const isDue = ({ appointment }: Entry) =>
    appointment !== undefined && appointment.from <= now && now <= appointment.to;
  const due: Entry[] = [];
  const returned: Entry[] = [];
  const away: Entry[] = [];
  // What is left of a list in order is in order.
  const undue = lines.map(({ apart }) =>
    apart.filter((entry) => {
      if (isAway(entry, now)) away.push(entry);
      else if (hasReturned(entry)) returned.push(entry);
      else if (isDue(entry) || entry.lane === 'priority') due.push(entry);
      else return true;
      return false;
    }),
  );
  due.sort((one, other) => compareInLine(one, other, duePlace));
  returned.sort((one, other) => compareInLine(one, other));
  const nobodys = sentToNobody(day, settings, counter);
  away.push(...nobodys.filter((entry) => isAway(entry, now)));
  away.sort((one, other) => compareInLine(one, other));
  const astray = nobodys.filter((entry) => entry.lane !== 'emergency' && !isAway(entry, now));
  const urgent = nobodys.filter(({ lane }) => lane === 'emergency');
  const emergency = laneOf([...lines.map((line) => line.emergency), urgent]);
  const priority = laneOf([...lines.map((line) => line.priority), due], duePlace);
  const ordinary = laneOf([...lines.map((line) => line.ordinary), ...undue]);
  const called = new Map<string, number>();
  let run = latestRun(lines);

  for (;;) {
    const { entry, share } = nextOf() ?? {};
    if (entry === undefined || share === undefined) return;
    yield { entry, share };
    called.set(entry.serviceCode, (called.get(entry.serviceCode) ?? 0) + 1);
    if (share !== 'none') run = { share, length: run.share === share ? run.length + 1 : 1 };
  }

  function nextOf(): Turn | undefined {
    const first = emergency.take() ?? takeReturned(isItsTurn);
    if (first) return { entry: first, share: 'none' };
    const share = shareOf(priority.head(), ordinary.head());
    const entry = share === 'priority' ? priority.take() : ordinary.take();
    if (entry) return { entry, share };
    const early = takeReturned(() => true) ?? astray.shift() ?? away.shift();
    return early && { entry: early, share: 'none' };
  }

  function shareOf(prior: Entry | undefined, common: Entry | undefined): 'priority' | 'ordinary' {
    if (!prior || !common) return prior ? 'priority' : 'ordinary';
    const hasWaitedTooLong = now - placeOf(common) > settings.lanes.ceilingMs;
    if (hasWaitedTooLong && compareInLine(common, prior) < 0) return 'ordinary';
    if (run.share === 'priority') return run.length < settings.lanes.priority ? 'priority' : 'ordinary';
    return run.share === 'ordinary' && run.length < settings.lanes.ordinary ? 'ordinary' : 'priority';
  }

  function isItsTurn({ state, serviceCode }: Entry): boolean {
    const others = serviceToday(day, serviceCode).calls + (called.get(serviceCode) ?? 0);
    return state.is === 'waiting' && others >= (state.notBefore ?? 0);
  }

  function takeReturned(which: (entry: Entry) => boolean): Entry | undefined {
    const at = returned.findIndex(which);
    return at < 0 ? undefined : returned.splice(at, 1)[0];
  }
}

/** Of the services of the counter, of the counter itself, and of whoever sits there. */
export function linesOf(day: QueueDay, settings: QueueSettings, counter: CounterId): readonly WaitingLine[] {
  const keys = (settings.counters.get(counter)?.services ?? []).map((code) => `service/${code}`);
  const person = personOf(counterIn(day, counter).by);
  keys.push(`counter/${counter}`);
  if (person !== undefined) keys.push(`person/${person}`);
  return keys.flatMap((key) => day.lines.get(key) ?? []);
}

function everybodyIn({ emergency, priority, ordinary, apart }: WaitingLine): readonly Entry[] {
  return [...emergency, ...priority, ...ordinary, ...apart];
}

/** Those who wait for a person who sits nowhere, or a counter that is no more, of the services that are called here. */
function sentToNobody(day: QueueDay, settings: QueueSettings, counter: CounterId): Entry[] {
  const services = settings.counters.get(counter)?.services ?? [];
  const seated = new Set([...day.counters.values()].map(({ by }) => personOf(by)));
  const astray: Entry[] = [];
  for (const [key, line] of day.lines) {
    const [kind, who = ''] = splitKey(key);
    if (kind === 'service' || (kind === 'person' ? seated.has(who) : settings.counters.has(who))) continue;
    astray.push(...everybodyIn(line).filter(({ serviceCode }) => services.includes(serviceCode)));
  }
  return astray.sort((one, other) => compareInLine(one, other));
}

function splitKey(key: string): readonly string[] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

function personOf(by: Caller | undefined): string | undefined {
  return by?.kind === 'person' ? by.id : undefined;
}

function hasReturned({ state }: Entry): boolean {
  return state.is === 'waiting' && state.notBefore !== undefined;
}

/** An appointment cannot be kept before its time. */
function duePlace(entry: Entry): number {
  const { lane, appointment } = entry;
  return lane === 'ordinary' && appointment ? Math.max(placeOf(entry), appointment.from) : placeOf(entry);
}

/** Several lists, each in order, seen as one. */
function laneOf(lists: readonly (readonly Entry[])[], place = placeOf) {
  const at = lists.map(() => 0);

  function first(): number {
    let best = -1;
    let head: Entry | undefined;
    for (const [list, entries] of lists.entries()) {
      const entry = entries[at[list] ?? 0];
      if (entry && (head === undefined || compareInLine(entry, head, place) < 0)) {
        best = list;
        head = entry;
      }
    }
    return best;
  }

  const headOf = (list: number) => lists[list]?.[at[list] ?? 0];
  return {
    head: () => headOf(first()),
    take(): Entry | undefined {
      const list = first();
      const entry = headOf(list);
      if (entry) at[list] = (at[list] ?? 0) + 1;
      return entry;
    },
  };
}

export interface Run {
  readonly share: TurnShare;
  readonly length: number;
}

/** How often the same lane was called without the other, of all these lines and by all counters; only as far as a ratio can ask for. */
export function latestRun(lines: readonly WaitingLine[]): Run {
  const at = lines.map(({ turns }) => turns.length - 1);
  let run: Run = { share: 'none', length: 0 };
  while (run.length <= longestRun) {
    let latest = -1;
    let position = -1;
    for (const [line, { turns }] of lines.entries()) {
      const turn = turns[at[line] ?? -1];
      if (turn && turn.position > position) {
        position = turn.position;
        latest = line;
      }
    }
    const share = lines[latest]?.turns[at[latest] ?? -1]?.share;
    if (share === undefined || (run.share !== 'none' && run.share !== share)) return run;
    at[latest] = (at[latest] ?? 0) - 1;
    run = { share, length: run.length + 1 };
  }
  return run;
}

const longestRun = 20;
