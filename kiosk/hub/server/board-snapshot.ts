import type { VisitId } from '#config/agreements/ids.ts';
import type { LocalizedText } from '#config/agreements/language.ts';
import type { HubFile, HubPlace, HubService } from '#config/settings/hub-file.ts';
import type { BoardCall, BoardSnapshot } from '#kiosk/bridge/hub/board-words.ts';
import { isAway, isInvitedTo } from '../queue/chairs.ts';
import type { CounterId } from '../queue/entry.ts';
import { waitingFor } from '../queue/order.ts';
import type { DayCall, QueueDay } from '../queue/queue-day.ts';
import type { QueueSettings } from '../queue/queue-settings.ts';
import { type CallToSpeak, speechTimes } from '../voice/speech-queue.ts';

/** What a board is told of the queue itself; what it plays and shows besides is its hub's own. */
export type BoardQueue = Pick<BoardSnapshot, 'called' | 'serving' | 'next'>;

export interface BoardQueueParts {
  readonly file: Pick<HubFile, 'services' | 'counters'>;
  readonly settings: QueueSettings;
  readonly day: QueueDay;
  readonly place: Pick<HubPlace, 'id'>;
  /** Of `callsOfPlace`. */
  readonly calls: readonly DayCall[];
  /** Epoch ms. */
  readonly now: number;
}

export const mostCalled = 4;
export const mostNext = 8;

export function boardQueue(parts: BoardQueueParts): BoardQueue {
  const { file, day, place, now } = parts;
  const counters = file.counters.filter((counter) => counter.place === place.id);
  return {
    called: latestOfEach(parts),
    serving: counters.flatMap(({ id, name, kiosk }) => {
      const serving = day.counters.get(id)?.serving;
      const entry = serving && day.entries.get(serving);
      return entry && (kiosk === undefined || isAway(entry, now)) ? [{ counter: name, number: entry.number.text }] : [];
    }),
    next: nextNumbers(
      parts,
      counters.map(({ id }) => id),
    ),
  };
}

/**
 * The calls that a board of this place shows and speaks, oldest first: of today, and behind midnight of the minutes before. Whoever stood
 * at the counter when they were called is called by no board.
 */
export function callsOfPlace(
  day: QueueDay,
  earlier: readonly DayCall[],
  settings: QueueSettings,
  placeId: string,
): readonly DayCall[] {
  const calls: DayCall[] = [];
  const visits = new Set<VisitId>();
  const isOfPlace = ({ counter, how }: DayCall) =>
    settings.counters.get(counter)?.place === placeId && how?.in !== 'no-turn';
  const from = day.at - speechTimes.staleMs;
  for (const call of latestFirst(day, earlier)) {
    if (call.at < from && visits.size >= mostCalled) break;
    if (!isOfPlace(call)) continue;
    calls.push(call);
    visits.add(call.visitId);
  }
  return calls.toReversed();
}

function* latestFirst(day: QueueDay, earlier: readonly DayCall[]): Iterable<DayCall> {
  for (let at = day.calls.length - 1; at >= 0; at -= 1) {
    const call = day.calls[at];
    if (call) yield call;
  }
  yield* earlier.toReversed();
}

/** The day and position of its event: the same in every hub, and after every restart. */
export function callId({ day, position }: Pick<DayCall, 'day' | 'position'>): string {
  return `${day}/${position}`;
}

/** Somebody came, or is not waited for any more. */
export function isAnswered(day: QueueDay, { visitId, counter, how }: DayCall): boolean {
  const entry = day.entries.get(visitId);
  if (how?.in === 'chair') return !isInvitedTo(entry, counter, day.at);
  const state = entry?.state;
  return state?.is !== 'called' || state.counter !== counter;
}

/** Whoever was away, or sent on, and is called anew is spoken for once: what was called before that is over. */
export function callsToSpeak(
  day: QueueDay,
  calls: readonly DayCall[],
  lengthMs: (call: DayCall) => number,
): readonly CallToSpeak[] {
  const anew = new Map<VisitId, number>();
  for (const [at, { visitId, how }] of calls.entries()) if (how !== undefined) anew.set(visitId, at);
  return calls.map((call, at) => ({
    call: callId(call),
    number: call.number,
    at: call.at,
    lengthMs: lengthMs(call),
    isAnswered: isAnswered(day, call) || at < (anew.get(call.visitId) ?? 0),
  }));
}

/** Each number once, by its latest call; whoever has given it up, or whose visit the hospital has called off, stands there no more. */
function latestOfEach({ file, day, calls }: BoardQueueParts): readonly BoardCall[] {
  const shown = new Map<VisitId, BoardCall>();
  for (const call of calls.toReversed()) {
    if (shown.size >= mostCalled) break;
    const entry = day.entries.get(call.visitId);
    if (shown.has(call.visitId) || entry?.state.is === 'withdrawn') continue;
    const counter = file.counters.find(({ id }) => id === call.counter);
    if (!counter) continue;
    // A chair stands in no room of what comes after it.
    const isChair = counter.kiosk !== undefined;
    const service = isChair ? undefined : serviceAt(file.services, counter.services, entry?.serviceCode);
    const way = service && wayTo(service);
    shown.set(call.visitId, {
      call: callId(call),
      number: call.number,
      counter: counter.name,
      room: service?.room ?? counter.name.vi,
      ...(way ? { way } : {}),
      at: call.at,
      count: call.count,
    });
  }
  return [...shown.values()];
}

/** A counter stands in the room of what it calls; of several services, of the one that is meant. */
function serviceAt(
  services: readonly HubService[],
  ofCounter: readonly string[],
  meant: string | undefined,
): HubService | undefined {
  const code = meant !== undefined && ofCounter.includes(meant) ? meant : ofCounter[0];
  return services.find((service) => service.code === code);
}

function wayTo({ floor, directions }: HubService): LocalizedText | undefined {
  const parts = [floor, directions].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const en = parts.every((part) => part.en !== undefined) ? parts.map((part) => part.en).join(' · ') : undefined;
  return { vi: parts.map(({ vi }) => vi).join(' · '), ...(en === undefined ? {} : { en }) };
}

/** In turns from each counter where somebody sits: nobody knows which of them will call first. */
function nextNumbers({ day, settings, now }: BoardQueueParts, counters: readonly CounterId[]): readonly string[] {
  const open = counters.filter((id) => {
    const counter = day.counters.get(id);
    return counter?.by !== undefined && !counter.isPaused;
  });
  const lines = open.map((id) => waitingFor(day, settings, id, now, mostNext));
  const next = new Set<string>();
  for (let at = 0; at < mostNext; at += 1) {
    for (const line of lines) {
      const entry = line[at];
      if (entry && next.size < mostNext) next.add(entry.number.text);
    }
  }
  return [...next];
}
