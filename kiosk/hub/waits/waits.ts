import type { VisitId } from '#config/agreements/ids.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { Entry } from '../queue/entry.ts';
import type { LoggedEvent } from '../queue/events.ts';
import { latestRun, linesOf } from '../queue/order.ts';
import { arrivalOf, type QueueDay, type WaitingLine } from '../queue/queue-day.ts';
import type { QueueSettings } from '../queue/queue-settings.ts';
import { bucketOf, corrected, isBelievable, scoreOf, shownRange, type WaitRange } from './believing.ts';
import { futures, quantile } from './futures.ts';
import {
  emptyBook,
  noteCalled,
  noteScore,
  noteServed,
  notesOf,
  type Promised,
  type ServiceBook,
  servedAround,
} from './service-book.ts';

/**
 * How long whoever takes an ordinary number now will wait, where that can be believed. Hears what has happened, promises somebody silently
 * with each number, and looks at what was promised when the call comes; a board is told only what held on the last days.
 */
export interface Waits {
  /** After a commit, with the day as it is then. */
  heard(events: readonly LoggedEvent[], day: QueueDay): void;
  /** Minutes; `undefined`: nothing that could be believed. `now`: epoch ms. */
  shown(
    day: QueueDay,
    serviceCode: string,
    now: number,
  ): { readonly from: number; readonly to: number | 'over' } | undefined;
  readonly book: ServiceBook;
}

const futuresTried = 50;
/** A promise is good for so long: whoever comes within it is told the same. */
const freshMs = 60_000;

export function openWaits(settings: QueueSettings, book: ServiceBook = emptyBook()): Waits {
  const promised = new Map<VisitId, Promised>();
  const serving = new Map<VisitId, { readonly at: number; readonly serviceCode: string }>();
  const arrivals = new Map<string, number[]>();
  const fresh = new Map<string, { readonly at: number; readonly estimate: Estimate | undefined }>();

  return {
    book,

    heard(events, day) {
      for (const logged of events) hear(logged, day);
    },

    shown(day, serviceCode, now) {
      const estimate = freshEstimate(day, serviceCode, now);
      if (!estimate) return undefined;
      const scores = notesOf(book, serviceCode).scores[estimate.bucket];
      return isBelievable(scores) ? shownRange(estimate.corrected) : undefined;
    },
  };

  function hear({ event, at, day: of }: LoggedEvent, day: QueueDay): void {
    switch (event.kind) {
      case 'day-begun':
        promised.clear();
        serving.clear();
        fresh.clear();
        return;
      case 'entered':
        if (event.entry.state.is !== 'waiting') return;
        if (event.entry.lane === 'ordinary') promise(event.entry, day, at);
        else noteArrival(event.entry.serviceCode, at);
        return;
      case 'called': {
        const entry = day.entries.get(event.visitId);
        if (!entry) return;
        serving.set(event.visitId, { at, serviceCode: entry.serviceCode });
        const said = promised.get(event.visitId);
        promised.delete(event.visitId);
        // Out of order nobody was promised anything.
        if (!said || event.how.in !== 'turn') return;
        noteScore(notesOf(book, said.serviceCode), said.bucket, scoreOf(of, said.raw, said.corrected, at - said.at));
        return;
      }
      case 'finished':
      case 'parked':
      case 'transferred':
      case 'was-absent': {
        const served = serving.get(event.visitId);
        serving.delete(event.visitId);
        promised.delete(event.visitId);
        if (!served) return;
        const notes = notesOf(book, served.serviceCode);
        const came = event.kind !== 'was-absent';
        noteCalled(notes, came);
        if (came) noteServed(notes, hourOf(served.at), at - served.at);
        return;
      }
      case 'lane-changed':
      case 'number-changed':
      case 'withdrawn':
        // They wait for something else, or no longer.
        promised.delete(event.visitId);
        return;
      case 'undone':
        for (const { visitId } of event.before) serving.delete(visitId);
        return;
      default:
        return;
    }
  }

  /** Of whoever stands in the ordinary lane with no appointment: what a board says is meant for them. */
  function promise(entry: Entry, day: QueueDay, now: number): void {
    if (entry.appointment || now - arrivalOf(entry) > freshMs) return;
    const estimate = freshEstimate(day, entry.serviceCode, now, entry);
    if (!estimate) return;
    const { visitId, serviceCode } = entry;
    promised.set(visitId, { visitId, serviceCode, at: now, ...estimate });
  }

  function freshEstimate(day: QueueDay, serviceCode: string, now: number, without?: Entry): Estimate | undefined {
    const known = fresh.get(serviceCode);
    if (known && now >= known.at && now - known.at < freshMs) return known.estimate;
    const estimate = estimateAt(day, serviceCode, now, without);
    fresh.set(serviceCode, { at: now, estimate });
    return estimate;
  }

  function estimateAt(day: QueueDay, serviceCode: string, now: number, without?: Entry): Estimate | undefined {
    const notes = notesOf(book, serviceCode);
    const services = servedAround(notes, hourOf(now));
    const line = day.lines.get(`service/${serviceCode}`);
    const ordinary = line ? line.ordinary.length + line.apart.length : 0;
    const ahead = {
      priority: line ? line.priority.length + line.emergency.length : 0,
      ordinary: without && line?.ordinary.includes(without) ? ordinary - 1 : ordinary,
    };
    const sorted = futures(
      {
        ahead,
        run: line ? latestRun([line]) : { share: 'none', length: 0 },
        ratio: settings.lanes,
        servedMs: countersOf(day, serviceCode, now),
        priorityPerHour: lastHour(serviceCode, now),
        absence: notes.absent / Math.max(1, notes.called + notes.absent),
        services,
      },
      futuresTried,
      createSeededRandom(Math.floor(now)),
    );
    if (sorted.length === 0) return undefined;
    const raw = { from: quantile(sorted, 0.1), to: quantile(sorted, 0.9) };
    const bucket = bucketOf(ahead.priority + ahead.ordinary);
    return { bucket, raw, corrected: corrected(raw, notes.scores[bucket]) };
  }

  /** Counters that call this service; one that has others besides counts as often as its people wait for this one. */
  function countersOf(day: QueueDay, serviceCode: string, now: number): readonly (number | undefined)[] {
    const random = createSeededRandom(Math.floor(now) + 1);
    const counters: (number | undefined)[] = [];
    for (const [id, { services }] of settings.counters) {
      const state = day.counters.get(id);
      if (!services.includes(serviceCode) || state?.isPaused || (!state?.by && !state?.serving)) continue;
      const others = linesOf(day, settings, id).reduce((sum, line) => sum + waitingIn(line), 0);
      const own = waitingIn(day.lines.get(`service/${serviceCode}`));
      if (services.length > 1 && others > 0 && random() > own / others) continue;
      const served = state.serving === undefined ? undefined : day.entries.get(state.serving)?.state;
      counters.push(served?.is === 'called' ? Math.max(0, now - served.since) : undefined);
    }
    return counters;
  }

  function noteArrival(serviceCode: string, at: number): void {
    const times = arrivals.get(serviceCode) ?? [];
    arrivals.set(serviceCode, [...times.filter((time) => at - time < 3_600_000), at]);
  }

  function lastHour(serviceCode: string, now: number): number {
    return (arrivals.get(serviceCode) ?? []).filter((time) => now - time < 3_600_000).length;
  }

  function hourOf(at: number): number {
    return localTimeAt(at, settings.timeZone).hour;
  }
}

interface Estimate {
  readonly bucket: Promised['bucket'];
  readonly raw: WaitRange;
  readonly corrected: WaitRange;
}

function waitingIn(line: WaitingLine | undefined): number {
  if (!line) return 0;
  return line.emergency.length + line.priority.length + line.ordinary.length + line.apart.length;
}
