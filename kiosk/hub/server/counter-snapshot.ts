import type { VisitId } from '#config/agreements/ids.ts';
import type { HubCounter, HubFile } from '#config/settings/hub-file.ts';
import type {
  CalledNumber,
  CalledToday,
  CallForPerson,
  CounterSnapshot,
  FoundNumbers,
  LaidAside,
  WaitingFlag,
  WaitingNumber,
} from '#kiosk/bridge/hub/counter-words.ts';
import { isAway, wasMeasured } from '../queue/chairs.ts';
import type { Caller, CounterId, Entry } from '../queue/entry.ts';
import { waitingCount, waitingFor } from '../queue/order.ts';
import { counterIn } from '../queue/owned-day.ts';
import { isOver, type QueueDay } from '../queue/queue-day.ts';
import type { QueueCounter, QueueSettings } from '../queue/queue-settings.ts';
import { isOfPlace } from '../queue/rules/rule.ts';
import { undoable, undoWithinMs } from '../queue/rules/undo.ts';
import type { RaisedCall } from './calls-for-person.ts';

/** Of each list; the others are found by search. */
export const mostShown = 200;
const mostFound = 20;

export interface SnapshotParts {
  readonly file: Pick<HubFile, 'profile' | 'site' | 'services' | 'counters' | 'lateTolerance'>;
  readonly settings: QueueSettings;
  readonly day: QueueDay;
  readonly counter: CounterId;
  readonly who: Caller;
  readonly calls: readonly RaisedCall[];
  /** Epoch ms. */
  readonly now: number;
  /** Of this very day, see `dayLists`. */
  readonly lists?: DayLists;
}

/** Whoever is laid aside or open, and whom each place has called: read out of a day once for all counters. */
export interface DayLists {
  readonly aside: readonly Entry[];
  readonly openCount: number;
  /** The latest call of each number, the latest first. */
  readonly called: ReadonlyMap<
    string,
    readonly { readonly visitId: VisitId; readonly counter: CounterId; readonly at: number }[]
  >;
}

export function dayLists(day: QueueDay, settings: QueueSettings): DayLists {
  const aside: Entry[] = [];
  let openCount = 0;
  for (const entry of day.entries.values()) {
    if (isOver(entry)) continue;
    openCount += 1;
    if (entry.state.is === 'absent' || entry.state.is === 'parked' || entry.state.is === 'unknown') aside.push(entry);
  }
  const called = new Map<string, { visitId: VisitId; counter: CounterId; at: number }[]>();
  const seen = new Set<string>();
  for (const { visitId, counter, at, how } of day.calls.toReversed()) {
    if (how?.in === 'chair') continue;
    const place = settings.counters.get(counter)?.place ?? '';
    if (seen.has(`${place} ${visitId}`)) continue;
    seen.add(`${place} ${visitId}`);
    const ofPlace = called.get(place) ?? [];
    called.set(place, ofPlace);
    ofPlace.push({ visitId, counter, at });
  }
  return { aside, openCount, called };
}

/** What the page of one counter shows, to whoever is signed in there. */
export function counterSnapshot(parts: SnapshotParts): CounterSnapshot | undefined {
  const { file, settings, day, now, who } = parts;
  const { site, services, counters, lateTolerance } = file;
  const counter = counters.find(({ id }) => id === parts.counter);
  const rules = settings.counters.get(parts.counter);
  if (!counter || !rules) return undefined;
  const lists = parts.lists ?? dayLists(day, settings);
  const { by, isPaused, serving } = counterIn(day, counter.id);
  const served = serving && day.entries.get(serving);
  const laid = (is: Entry['state']['is']) => laidAside(lists, { settings, rules, day, is });
  const last = undoable(day, counter.id, now);
  const called = lists.called.get(counter.place) ?? [];
  return {
    revision: revisionOf(day),
    test: file.profile === 'demo',
    siteName: site.name,
    timeZone: site.timeZone,
    now,
    day: day.day,
    counter: { id: counter.id, name: counter.name, place: counter.place, isPaused, services: counter.services },
    sitting: by && { name: nameOf(by), isYou: by.kind === who.kind && by.id === who.id },
    serving: served && calledNumber(served, day),
    waiting: waitingFor(day, settings, counter.id, now, mostShown).map((entry) => waitingNumber(entry, { day, now })),
    waitingCount: waitingCount(day, settings, counter.id),
    absent: laid('absent'),
    parked: laid('parked'),
    unknown: laid('unknown'),
    isRecovering: day.recovery !== undefined,
    calledToday: called.slice(0, mostShown).flatMap(({ visitId, counter, at }) => {
      const entry = day.entries.get(visitId);
      return entry ? [{ ...standing(entry, day), counter, at }] : [];
    }),
    calledCount: called.length,
    openCount: lists.openCount,
    returnAfter: lateTolerance,
    undo: last && { actId: last.actId, act: last.act, until: last.at + undoWithinMs },
    services: services.map(({ code, name }) => ({ code, name })),
    counters: counters.flatMap(({ id, name, kiosk }) => (kiosk === undefined ? [{ id, name }] : [])),
    people: peopleSitting(day, counters),
    calls: parts.calls.map(callForPerson),
  };
}

/** Any number of the counter's place that has this text in it, exact ones first; those that are done with, too. */
export function findNumbers(
  { day, settings, counter }: Pick<SnapshotParts, 'day' | 'settings' | 'counter'>,
  text: string,
): FoundNumbers {
  const rules = settings.counters.get(counter);
  const asked = letters(text);
  if (!rules || asked === '') return { found: [] };
  const exact: CalledToday[] = [];
  const others: CalledToday[] = [];
  for (const entry of day.entries.values()) {
    const number = letters(entry.number.text);
    if (!number.includes(asked) || !isOfPlace(settings, rules, entry)) continue;
    if (number === asked) exact.push(standing(entry, day));
    else if (others.length < mostFound) others.push(standing(entry, day));
    if (exact.length >= mostFound) break;
  }
  return { found: [...exact, ...others].slice(0, mostFound) };
}

/** `a 12` is `A12`: as people type numbers. */
function letters(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function revisionOf({ day, next }: QueueDay): number {
  return (Date.parse(day) / 86_400_000) * 1_000_000 + next;
}

export function nameOf(by: Caller): string {
  return by.kind === 'person' ? by.name : by.id;
}

function numberOf({ visitId, number, day: of, serviceCode, lane }: Entry, day: QueueDay) {
  return { visitId, number: number.text, serviceCode, lane, ...(of === day.day ? {} : { day: of }) };
}

function calledNumber(entry: Entry, day: QueueDay): CalledNumber {
  const { calls, isLaneToBeConfirmed } = entry;
  return { ...numberOf(entry, day), since: sinceOf(entry), calls, isLaneToBeConfirmed };
}

function waitingNumber(entry: Entry, { day, now }: { readonly day: QueueDay; readonly now: number }): WaitingNumber {
  return { ...numberOf(entry, day), since: sinceOf(entry), flags: flagsOf(entry, day, now) };
}

function flagsOf(entry: Entry, day: QueueDay, now: number): readonly WaitingFlag[] {
  const { appointment, state, isLaneToBeConfirmed, wanted } = entry;
  const flags: WaitingFlag[] = [];
  if (wanted) flags.push('wanted-here');
  if (appointment) flags.push(now > appointment.to ? 'late' : 'appointment');
  if (state.is === 'waiting' && state.notBefore !== undefined) flags.push('returned');
  if (isLaneToBeConfirmed) flags.push('lane-to-be-confirmed');
  if (entry.day !== day.day) flags.push('yesterday');
  if (isAway(entry, now)) flags.push('at-chair');
  if (wasMeasured(entry)) flags.push('measured');
  return flags;
}

function laidAside(
  { aside }: DayLists,
  of: { readonly settings: QueueSettings; readonly rules: QueueCounter; readonly day: QueueDay; readonly is: string },
): readonly LaidAside[] {
  return aside
    .filter((entry) => entry.state.is === of.is && isOfPlace(of.settings, of.rules, entry))
    .map((entry) => ({
      ...numberOf(entry, of.day),
      since: sinceOf(entry),
      ...(entry.state.is === 'parked' ? { reason: entry.state.reason } : {}),
    }))
    .sort((one, other) => other.since - one.since)
    .slice(0, mostShown);
}

function standing(entry: Entry, day: QueueDay): CalledToday {
  const { state } = entry;
  const counter = 'counter' in state ? state.counter : undefined;
  return { ...numberOf(entry, day), counter, at: sinceOf(entry), stands: state.is };
}

/** From when it stands as it does; of whoever waits, from when it counts as waiting. */
function sinceOf({ state }: Entry): number {
  if (state.is === 'waiting') return state.place;
  return 'since' in state ? state.since : state.at;
}

function peopleSitting(day: QueueDay, counters: readonly HubCounter[]): CounterSnapshot['people'] {
  return counters.flatMap(({ id }) => {
    const { by } = counterIn(day, id);
    return by?.kind === 'person' ? [{ id: by.id, name: by.name, counter: id }] : [];
  });
}

function callForPerson({
  alertId,
  kind,
  where,
  kioskId,
  ticketNumber,
  raisedAt,
  escalation,
}: RaisedCall): CallForPerson {
  return {
    alertId,
    kind,
    place: where,
    kioskId,
    since: raisedAt,
    escalation,
    ...(ticketNumber === undefined ? {} : { ticketNumber }),
  };
}
