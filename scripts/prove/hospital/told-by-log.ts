import type { VisitId } from '#config/agreements/ids.ts';
import type { Entry } from '#kiosk/hub/queue/entry.ts';
import type { LoggedEvent, QueueEvent } from '#kiosk/hub/queue/events.ts';

/** A day as its raw log tells it, counted with nothing of the hub's own rules. */
export interface QueueTold {
  /** `from`: the kiosk, or `staff`. */
  readonly entered: readonly { readonly number: string; readonly from: string }[];
  readonly calls: readonly CallMade[];
  /** Where each number stands at the end. */
  readonly states: ReadonlyMap<string, { readonly is: Entry['state']['is'] }>;
  /** What no log may say: two counters with one patient, one counter with two, a call of somebody who is done with. */
  readonly broken: readonly string[];
}

/** One call or recall. */
export interface CallMade {
  /** `2026-11-30/123`, as boards and hubs name it. */
  readonly call: string;
  /** Epoch ms by the hub's clock. */
  readonly at: number;
  readonly number: string;
  readonly counter: string;
  /** 1 for the first call of a visit. */
  readonly count: number;
  /** `undefined`: it was taken back, or is open still. */
  readonly answeredAt: number | undefined;
  /** Within ten seconds it was as if it had not been. */
  readonly undoneAt: number | undefined;
}

interface Visit {
  readonly number: string;
  readonly enteredBy: string;
  is: Entry['state']['is'];
  counter: string | undefined;
  calls: number;
}

type OpenCall = { -readonly [Field in keyof CallMade]: CallMade[Field] } & {
  readonly visitId: VisitId;
  readonly actId: string;
};

export function toldByLog(events: readonly LoggedEvent[]): QueueTold {
  const visits = new Map<VisitId, Visit>();
  const serving = new Map<string, VisitId>();
  const entered: { number: string; from: string }[] = [];
  const calls: OpenCall[] = [];
  const broken: string[] = [];
  for (const logged of events) hear(logged, logged.event);
  return {
    entered,
    calls,
    states: new Map([...visits.values()].map(({ number, is }) => [number, { is }])),
    broken,
  };

  function hear(logged: LoggedEvent, event: QueueEvent): void {
    const { at, actId } = logged;
    switch (event.kind) {
      case 'entered': {
        const { visitId, number, from, state } = event.entry;
        if (visits.has(visitId)) broken.push(`${number.text} entered twice`);
        visits.set(visitId, { number: number.text, enteredBy: actId, is: state.is, counter: undefined, calls: 0 });
        entered.push({ number: number.text, from: from.kind === 'kiosk' ? from.kioskId : 'staff' });
        return;
      }
      case 'called': {
        const { visitId, counter } = event;
        const visit = visitOf(visitId, event.kind);
        if (!visit) return;
        if (visit.is === 'called')
          broken.push(`${visit.number} was called at ${visit.counter}, and then at ${counter}`);
        if (['finished', 'withdrawn', 'closed', 'unknown'].includes(visit.is))
          broken.push(`${visit.number} was called at ${counter} although it was ${visit.is}`);
        const other = serving.get(counter);
        if (other) broken.push(`${counter} called ${visit.number} while it served ${visits.get(other)?.number}`);
        put(visitId, 'called', counter, at);
        if (event.how.in !== 'no-turn') call(logged, visitId, counter, visit);
        else visit.calls += 1;
        return;
      }
      case 'recalled': {
        const visit = visitOf(event.visitId, event.kind);
        if (!visit) return;
        if (visit.is !== 'called' || visit.counter !== event.counter)
          broken.push(`${visit.number} was called again at ${event.counter}, where it was not`);
        call(logged, event.visitId, event.counter, visit);
        return;
      }
      case 'finished':
        put(event.visitId, 'finished', event.counter, at);
        return;
      case 'was-absent':
        put(event.visitId, 'absent', event.counter, at);
        return;
      case 'parked':
        put(event.visitId, 'parked', event.counter, at);
        return;
      case 'returned':
      case 'transferred':
        put(event.visitId, 'waiting', undefined, at);
        return;
      case 'withdrawn':
        put(event.visitId, 'withdrawn', undefined, at);
        return;
      case 'undone':
        takeBack(event.undoes, event.before, at);
        return;
      default:
        return;
    }
  }

  function visitOf(visitId: VisitId, what: string): Visit | undefined {
    const visit = visits.get(visitId);
    if (!visit) broken.push(`${visitId} was ${what} and has never entered`);
    return visit;
  }

  function call({ day, position, at, actId }: LoggedEvent, visitId: VisitId, counter: string, visit: Visit): void {
    visit.calls += 1;
    const { number, calls: count } = visit;
    const made = { call: `${day}/${position}`, at, number, counter, count, answeredAt: undefined, undoneAt: undefined };
    calls.push({ ...made, visitId, actId });
  }

  /** A call is open as long as its visit is called at its counter. */
  function put(visitId: VisitId, is: Visit['is'], counter: string | undefined, at: number): void {
    const visit = visitOf(visitId, is);
    if (!visit) return;
    if (visit.is === 'called' && visit.counter !== undefined) serving.delete(visit.counter);
    if (is !== 'called') for (const each of calls) if (each.visitId === visitId) each.answeredAt ??= at;
    if (is === 'called' && counter !== undefined) serving.set(counter, visitId);
    visit.is = is;
    visit.counter = counter;
  }

  function takeBack(undoes: string, before: readonly Entry[], at: number): void {
    for (const [visitId, { enteredBy }] of visits) if (enteredBy === undoes) put(visitId, 'withdrawn', undefined, at);
    for (const each of calls) if (each.actId === undoes) each.undoneAt = at;
    for (const { visitId, state, calls: count } of before)
      if (state.is !== 'called') {
        put(visitId, state.is, undefined, at);
        recount(visitId, count);
      }
    // Whoever was finished by the call that is taken back stands at the counter again, and their call is open again.
    for (const { visitId, state, calls: count } of before) {
      if (state.is !== 'called') continue;
      put(visitId, 'called', state.counter, at);
      recount(visitId, count);
      const last = calls.findLast((each) => each.visitId === visitId && each.undoneAt === undefined);
      if (last) last.answeredAt = undefined;
    }
  }

  function recount(visitId: VisitId, count: number): void {
    const visit = visits.get(visitId);
    if (visit) visit.calls = count;
  }
}
