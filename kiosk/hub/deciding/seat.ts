import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type DecidingPlace, type LogBatch, linesAtOnce, type TakenNumber } from '../log/event-log.ts';
import type { LogProblem } from '../log/log-problem.ts';
import type { Act, Refusal } from '../queue/acts.ts';
import { apply } from '../queue/apply.ts';
import { decide } from '../queue/decide.ts';
import type { LoggedEvent, QueueEvent } from '../queue/events.ts';
import { copyOfDay, emptyDay, type OwnedDay } from '../queue/owned-day.ts';
import type { QueueDay } from '../queue/queue-day.ts';
import type { QueueSettings } from '../queue/queue-settings.ts';
import type { Needs } from '../queue/rules/rule.ts';

/** One act, before it is known what comes of it. */
export interface Wish {
  readonly actId: ActId;
  readonly act: Act;
}

interface Rules {
  readonly settings: QueueSettings;
  readonly needs: Needs;
}

/** The place and the day that goes on in it. */
export interface Seat {
  readonly place: DecidingPlace;
  /** As the log has it. */
  readonly day: OwnedDay;
  /** With what is being committed. */
  readonly ahead: OwnedDay;
  /** Acts of the day before, which a kiosk may still send again. */
  readonly actsBefore: ReadonlySet<ActId>;
  /** No day is in the log, and there were days. */
  readonly isAfterLoss: boolean;
}

/** Folds the newest day of the log; `today` is the one that begins when there is none. */
export async function readSeat(place: DecidingPlace, today: BusinessDay): Promise<Result<Seat, LogProblem>> {
  const kept = await place.log.kept();
  if (!kept.ok) return kept;
  const [before, newest] = [kept.value.days.at(-2), kept.value.days.at(-1)];
  if (newest === undefined) {
    const isAfterLoss = kept.value.hadDays;
    return ok({ place, day: emptyDay(today), ahead: emptyDay(today), actsBefore: new Set(), isAfterLoss });
  }
  const actsBefore = before === undefined ? ok([]) : await place.log.actsOf(before);
  if (!actsBefore.ok) return actsBefore;
  const day = await foldDay(place, newest);
  if (!day.ok) return day;
  const ahead = copyOfDay(day.value);
  return ok({ place, day: day.value, ahead, actsBefore: new Set(actsBefore.value), isAfterLoss: false });
}

async function foldDay({ log }: DecidingPlace, of: BusinessDay): Promise<Result<OwnedDay, LogProblem>> {
  const day = emptyDay(of);
  for (let from = 0; ; from += linesAtOnce) {
    const events = await log.read(of, from);
    if (!events.ok) return events;
    for (const logged of events.value) {
      if (!fits(day, logged)) return problem({ kind: 'damaged', line: { day: of, position: logged.position } });
    }
    if (events.value.length < linesAtOnce) return ok(day);
    // A full day takes half a second; whoever asks meanwhile is told at once that nobody decides yet.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lines that read, each by itself, and do not follow from each other were not written by a hub. */
function fits(day: OwnedDay, logged: LoggedEvent): boolean {
  try {
    apply(day, logged);
    return true;
  } catch {
    return false;
  }
}

export interface Decision {
  readonly batch: LogBatch;
  /** One of each wish, in order. */
  readonly outcomes: readonly Result<readonly LoggedEvent[], Refusal>[];
}

/** What becomes of some acts one after the other, and of the day with them; nothing of it is true before it is committed. */
export function decideInOrder(
  { settings, needs }: Rules,
  ahead: OwnedDay,
  wishes: readonly Wish[],
  now: number,
): Decision {
  const events: LoggedEvent[] = [];
  const numbers: TakenNumber[] = [];
  const outcomes = wishes.map(({ actId, act }): Result<readonly LoggedEvent[], Refusal> => {
    const decided = decide(settings, ahead, act, now, needs);
    if (!decided.ok) return problem(decided.problem);
    const done: LoggedEvent[] = [];
    for (const event of decided.value) {
      const logged = inLog(ahead, actId, now, event);
      apply(ahead, logged);
      done.push(logged);
      const taken = numberTaken(event);
      if (taken) numbers.push(taken);
    }
    events.push(...done);
    return ok(done);
  });
  return { batch: { events, numbers }, outcomes };
}

/** A day's first event stands in the log of that day, at its beginning. Time does not run backwards in a log. */
function inLog(day: QueueDay, actId: ActId, now: number, event: QueueEvent): LoggedEvent {
  const at = Math.max(now, day.at);
  return event.kind === 'day-begun'
    ? { day: event.day, position: 0, actId, at, event }
    : { day: day.day, position: day.next, actId, at, event };
}

/** The number that somebody has by this event. */
function numberTaken(event: QueueEvent): TakenNumber | undefined {
  if (event.kind === 'entered') return { ...sequenceOf(event.entry.number), day: event.entry.day };
  if (event.kind === 'number-changed') return { ...sequenceOf(event.number), day: event.day };
  return undefined;
}

function sequenceOf({ series, sequence }: Omit<TakenNumber, 'day'>): Omit<TakenNumber, 'day'> {
  return { series, sequence };
}
