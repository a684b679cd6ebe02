import { type ActId, createActId } from '#backend-client/hub-link/act-id.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import { businessDayAt, momentOf } from '#config/agreements/local-time.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { EnrolledKiosk } from '../log/enrolment.ts';
import type { LogStore } from '../log/event-log.ts';
import type { LogProblem } from '../log/log-problem.ts';
import { pause } from '../log/pause.ts';
import type { Act, Refusal } from '../queue/acts.ts';
import { apply } from '../queue/apply.ts';
import type { LoggedEvent } from '../queue/events.ts';
import type { QueueDay } from '../queue/queue-day.ts';
import type { QueueSettings } from '../queue/queue-settings.ts';
import type { Decided, Decider, DecidingProblem, DecidingStanding } from './decider.ts';
import type { HubTime } from './hub-time.ts';
import { type Decision, decideInOrder, readSeat, type Seat, type Wish } from './seat.ts';

interface Needs {
  readonly store: LogStore;
  readonly settings: QueueSettings;
  readonly clock: Clock;
  /** Hears how far the log goes, before anything is decided. */
  readonly time?: Pick<HubTime, 'goOnFrom'>;
  readonly randomBytes: RandomBytes;
  /** Days that stay in the log beside today. */
  readonly keepDays?: number;
}

/** More would only make the first of them wait. */
const mostInCommit = 256;
/** A hub that does not keep up says so instead of promising. */
const mostWaiting = 10_000;
/** Between two tries to find the database, ms: the first, and the longest. */
const tries = { first: 250, longest: 2_000 };
/** A clock that somebody set is noticed so soon without any act. */
const lookAtClockMs = 60_000;

interface Waiting extends Wish {
  readonly answer: (answer: Answer) => void;
}
type Answer = Result<Decided, DecidingProblem>;

/** Takes the place as soon as it can be had, again and again; what `Decider` says. */
export function openDecider({ store, settings, clock, time, randomBytes, keepDays = 90 }: Needs): Decider {
  const closing = new AbortController();
  const heardCommits = new Set<(events: readonly LoggedEvent[], day: QueueDay) => void>();
  const heardStandings = new Set<(standing: DecidingStanding) => void>();
  const pending = new Map<ActId, Promise<Answer>>();
  let waiting: Waiting[] = [];
  let seat: Seat | undefined;
  let kiosks: readonly EnrolledKiosk[] = [];
  /** What was never tried is not told; that the first try failed is. */
  let hasTried = false;
  let standing: DecidingStanding = { is: 'waiting', for: { kind: 'not-reachable' } };
  /** Ends the stay in the place; of the seat that is there. */
  let fail: (why: LogProblem) => void = () => {};
  let committing: Promise<void> | undefined;
  let isSoon = false;
  let callOffClock = () => {};
  let known: { readonly day?: BusinessDay; readonly end: number } = { end: 0 };

  const ended = takePlaces();

  return {
    decide(actId, act) {
      const asked = pending.get(actId);
      if (asked) return asked;
      if (!seat?.place.isSure() || waiting.length >= mostWaiting) return Promise.resolve(notDeciding);
      if (isDone(seat, actId)) return doneBefore(seat, actId);
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.push({ actId, act, answer: resolve });
      pending.set(actId, promise);
      commitSoon();
      return promise;
    },
    hasDone: (actId) => seat !== undefined && isDone(seat, actId),
    today: () => (seat?.place.isSure() ? seat.day : undefined),
    onCommitted(heard) {
      heardCommits.add(heard);
      return () => heardCommits.delete(heard);
    },
    async since(day, position) {
      const read = await seat?.place.log.read(day);
      return read?.ok ? ok(read.value.slice(position)) : notDeciding;
    },
    standing: () => (seat && !seat.place.isSure() ? { is: 'waiting', for: { kind: 'not-reachable' } } : standing),
    onStanding(heard) {
      heardStandings.add(heard);
      return () => heardStandings.delete(heard);
    },
    async close() {
      closing.abort();
      fail({ kind: 'lost-place' });
      await ended;
    },
  };

  async function takePlaces(): Promise<void> {
    let wait = tries.first;
    while (!closing.signal.aborted) {
      const { why, hasDecided } = await stayInPlace();
      if (closing.signal.aborted) return;
      stand({ is: 'waiting', for: why });
      wait = hasDecided ? tries.first : Math.min(2 * wait, tries.longest);
      await pause(clock, wait, closing.signal);
    }
  }

  /** From waiting for the place to having lost it. */
  async function stayInPlace(): Promise<{ readonly why: LogProblem; readonly hasDecided: boolean }> {
    const taken = await store.takePlace(closing.signal, () => stand({ is: 'second' }));
    if (!taken.ok) return { why: taken.problem, hasDecided: false };
    const place = taken.value;
    const failed = Promise.withResolvers<LogProblem>();
    let hasDecided = false;
    fail = (why) => {
      seat = undefined;
      if (hasDecided) stand({ is: 'waiting', for: why });
      failed.resolve(why);
    };
    void place.lost.then(fail);
    const read = await readAnew(place);
    if (read.ok && !closing.signal.aborted) {
      seat = read.value;
      await commitWaiting();
      if (seat) {
        hasDecided = true;
        stand({ is: 'deciding' });
        lookAtClock();
      }
    }
    const why = read.ok ? await failed.promise : read.problem;
    callOffClock();
    await committing;
    refuseWaiting();
    await place.log.close();
    return { why, hasDecided };
  }

  async function readAnew(place: Seat['place']): Promise<Result<Seat, LogProblem>> {
    const enrolled = await lookAtKiosks();
    if (!enrolled.ok) return enrolled;
    const read = await readSeat(place, dayNow());
    if (read.ok && read.value.day.next > 0) time?.goOnFrom(read.value.day.at);
    return read;
  }

  /** Another program enrols them. */
  async function lookAtKiosks(): Promise<Result<unknown, LogProblem>> {
    const enrolled = await store.enrolment.list();
    if (enrolled.ok) kiosks = enrolled.value;
    return enrolled;
  }

  function needsKiosks({ act }: Wish): boolean {
    if (!('kioskId' in act)) return false;
    return act.kind === 'report-leases' || !kiosks.some(({ kioskId }) => kioskId === act.kioskId);
  }

  /** What comes in the same breath goes into the same commit. */
  function commitSoon(): void {
    if (isSoon) return;
    isSoon = true;
    setImmediate(() => {
      isSoon = false;
      void commitWaiting();
    });
  }

  /** One commit at a time; whoever comes meanwhile is in the next. */
  function commitWaiting(): Promise<void> {
    committing ??= commitAll().finally(() => {
      committing = undefined;
    });
    return committing;
  }

  async function commitAll(): Promise<void> {
    while (seat && (waiting.length > 0 || isNewDay(seat))) {
      const some = waiting.slice(0, mostInCommit);
      waiting = waiting.slice(some.length);
      await commitTogether(seat, some);
    }
  }

  async function commitTogether(from: Seat, some: readonly Waiting[]): Promise<void> {
    if (some.some(needsKiosks)) await lookAtKiosks();
    const begins = dayBegins(from);
    const { batch, outcomes } = decided(from, [...begins, ...some]);
    if (begins.length > 0 && batch.events.length === 0) throw new Error('the rules began no day');
    const done = batch.events.length > 0 ? await from.place.log.append(batch) : ok('committed' as const);
    if (!done.ok && done.problem.kind === 'taken') return commitOneByOne(from, some);
    if (!done.ok) {
      for (const each of some) answer(each, unseat(done.problem));
      return;
    }
    isCommitted(from, batch.events);
    for (const [index, each] of some.entries()) {
      const outcome = outcomes[begins.length + index];
      answer(each, outcome ? answerOf(outcome) : notDeciding);
    }
  }

  /** The log has something that this hub did not know. It is read anew, and whatever stands in the way is met alone. */
  async function commitOneByOne(from: Seat, some: readonly Waiting[]): Promise<void> {
    for (const each of some) answer(each, await commitAlone(from, each));
  }

  async function commitAlone(from: Seat, each: Waiting): Promise<Answer> {
    if (!seat) return notDeciding;
    const read = await readAnew(from.place);
    const known = read.ok ? await from.place.log.actOf(each.actId) : read;
    if (!read.ok || !known.ok) return unseat(known.ok ? { kind: 'damaged' } : known.problem);
    seat = read.value;
    if (known.value.length > 0) return ok({ events: known.value });
    const { batch, outcomes } = decided(seat, [...dayBegins(seat), each]);
    const done = batch.events.length > 0 ? await from.place.log.append(batch) : ok('committed' as const);
    if (!done.ok) {
      if (done.problem.kind === 'taken') return problem({ kind: 'refused', why: 'number-taken' });
      return unseat(done.problem);
    }
    isCommitted(seat, batch.events);
    const outcome = outcomes.at(-1);
    return outcome ? answerOf(outcome) : notDeciding;
  }

  function decided({ ahead }: Seat, wishes: readonly Wish[]): Decision {
    return decideInOrder({ settings, needs: { kiosks } }, ahead, wishes, clock.now());
  }

  function unseat(why: LogProblem): Answer {
    fail(why);
    return notDeciding;
  }

  function isCommitted(from: Seat, events: readonly LoggedEvent[]): void {
    if (events.length === 0) return;
    const { day } = from;
    if (events[0]?.event.kind === 'day-begun') {
      if (seat === from) seat = { ...from, actsBefore: new Set(day.acts), isAfterLoss: false };
      void forgetBefore(from.place, events[0].day);
    }
    for (const logged of events) apply(day, logged);
    for (const heard of heardCommits) heard(events, day);
    for (const { event } of events)
      if (event.kind === 'day-closed') void store.documents.forget(dayAfter(event.day, 1));
  }

  /** What cannot be forgotten at the moment is forgotten tomorrow. */
  async function forgetBefore(place: Seat['place'], today: BusinessDay): Promise<void> {
    await store.documents.forget(today);
    await place.log.forgetBefore(dayAfter(today, -keepDays));
  }

  function isDone({ day, actsBefore }: Seat, actId: ActId): boolean {
    return day.acts.has(actId) || actsBefore.has(actId);
  }

  async function doneBefore({ place }: Seat, actId: ActId): Promise<Answer> {
    const events = await place.log.actOf(actId);
    return events.ok ? ok({ events: events.value }) : notDeciding;
  }

  function answer(to: Waiting, given: Answer): void {
    pending.delete(to.actId);
    to.answer(given);
  }

  function refuseWaiting(): void {
    const all = waiting;
    waiting = [];
    for (const each of all) answer(each, notDeciding);
  }

  function stand(next: DecidingStanding): void {
    if (hasTried && JSON.stringify(next) === JSON.stringify(standing)) return;
    hasTried = true;
    standing = next;
    for (const heard of heardStandings) heard(next);
  }

  function dayNow(): BusinessDay {
    return businessDayAt(clock.now(), settings.timeZone);
  }

  /** A business day never goes back: a clock that was set back lets the day stand. */
  function isNewDay({ day }: Seat): boolean {
    return day.next === 0 || clock.now() >= endOf(day.day);
  }

  function dayBegins(from: Seat): readonly Wish[] {
    if (!isNewDay(from)) return [];
    const acts: readonly Act[] = [
      { kind: 'begin-day', day: dayNow() },
      ...(from.isAfterLoss ? [{ kind: 'begin-recovery' } as const] : []),
    ];
    return acts.map((act) => ({ actId: createActId(randomBytes), act }));
  }

  function endOf(day: BusinessDay): number {
    if (known.day !== day) known = { day, end: beginOf(dayAfter(day, 1), settings.timeZone) };
    return known.end;
  }

  function lookAtClock(): void {
    callOffClock();
    if (!seat) return;
    const untilMidnightMs = endOf(seat.day.day) - clock.now();
    callOffClock = clock.after(Math.max(1, Math.min(untilMidnightMs, lookAtClockMs)), () => {
      if (seat?.place.isSure() === false) fail({ kind: 'lost-place' });
      void commitWaiting().then(lookAtClock);
    });
  }
}

const notDeciding = problem({ kind: 'not-deciding' } as const);

function answerOf(outcome: Result<readonly LoggedEvent[], Refusal>): Answer {
  return outcome.ok ? ok({ events: outcome.value }) : problem({ kind: 'refused', why: outcome.problem });
}

function beginOf(day: BusinessDay, timeZone: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return momentOf({ year, month, day: date, hour: 0, minute: 0, second: 0 }, timeZone);
}
