import type { Database } from 'better-sqlite3';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { closeEarlierDays } from '../numbering/leases.ts';
import type { Numbering } from '../numbering/policy.ts';
import type { DayKey, DayKeys } from './day-keys.ts';
import { type DayTrust, prepareDayRows } from './day-rows.ts';
import {
  afterHospital,
  afterKernel,
  afterLeaving,
  afterLook,
  afterMidnight,
  afterUse,
  type FacilityTime,
  isContinuing,
  isWitnessed,
  type Look,
  momentAt,
  type SourceWord,
  type StoredTime,
  smallLeapMs,
  startTime,
  type Trust,
  wordsOf,
} from './facility-time.ts';
import type { StoredLeases } from './lease-table.ts';
import type { StaffAct, StaffActs } from './staff-acts.ts';

/**
 * The facility's time and business days, as law 12 has them: what `facility-time.ts` decides, kept on disk. Everything that
 * asks what day or what time it is asks here.
 */
export interface BusinessDays extends TimeOfFacility {
  /** For whoever stores something now: starts the day on disk when it is new. */
  open(): OpenDay;
  /**
   * From which day on the retention of a day's data counts: the day itself, or the confirmed one on which a wrong one was left.
   * `undefined`: not known, and nothing of it may be erased.
   */
  agesFrom(day: BusinessDay): BusinessDay | undefined;
  /** Whether time itself allows that anything is erased now. */
  mayErase(): boolean;
  /** Behind every day whose retention counts from before `before`. */
  justBehind(before: BusinessDay): string;
  /** Remembers since when the undelivered data of days is past its time. The caller commits. */
  markOverdue(before: BusinessDay): void;
  /** Keeps what a named person decided; returns its id. The caller commits. */
  noteAct(act: Omit<StaffAct, 'at'>): number;
}

/** What the host and its pages know of time. */
export interface TimeOfFacility {
  /** Epoch ms. */
  now(): number;
  today(): BusinessDay;
  status(): TimeStatus;
  /** To be called every minute, and after anybody has said something about the time: remembers the moment. */
  note(): void;
  /** Whether the kernel says that its clock is synchronised; `undefined`: nobody here can tell. */
  heardKernel(isSynchronised: boolean | undefined): void;
  /** A machine of the hospital has said what time it is. `isZoned`: with its offset from UTC. */
  heardHospital(word: { readonly host: string; readonly at: number; readonly isZoned: boolean }): void;
  /** A named person says that the clock was wrong on that day. `false`: no such day, or it was left before. */
  leave(day: BusinessDay, by: string): boolean;
}

export interface TimeStatus {
  readonly now: number;
  readonly today: BusinessDay;
  readonly trust: Trust;
  /** The machine's own clock, epoch ms. */
  readonly machineClock: number;
  /** The last moment that counts, from before this start, or from before this day. */
  readonly lastMoment: number | undefined;
  readonly sources: readonly SourceWord[];
  /** What a person may leave, newest first. */
  readonly leavable: readonly BusinessDay[];
}

export interface OpenDay {
  readonly day: BusinessDay;
  /** Epoch ms. */
  readonly at: number;
  readonly key: DayKey;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly leases: StoredLeases;
  readonly numbering: Pick<Numbering, 'isOwn'>;
  readonly timeZone: string;
  readonly acts: StaffActs;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly onTrust: (trust: Trust) => void;
}

/** A clock that is years behind is mended, and its days are not left one by one. */
const mostLeavable = 5;

export function createBusinessDays({
  db,
  keys,
  leases,
  numbering,
  acts,
  timeZone,
  clock,
  onTrust,
}: Needs): BusinessDays {
  const rows = prepareDayRows(db);
  let localDay: { readonly minute: number; readonly day: BusinessDay } | undefined;
  const firstLook = lookNow();
  let time: FacilityTime = startTime(storedTime(firstLook.wall), firstLook);
  const isFromBefore = isContinuing(time.stored, firstLook);
  let latestLook = firstLook;
  /** The latest moment so far: a small correction at midnight does not bring yesterday back. */
  let latestAt = time.stored.lastMoment ?? 0;
  let started: { readonly day: BusinessDay; readonly trust: DayTrust } | undefined;
  /** Time was set, on good authority, to another day while numbers were given: the next day goes on counting. */
  let hasLeapt = false;
  /** What time is gone by is another than when something was stored last: the same name may be another day. */
  let hasJumped = false;
  /** Not on disk yet: days that turned out to be wrong. */
  let owesOverturning = false;
  let owesSettling = true;
  onTrust(time.trust);

  const startDay = db.transaction((day: BusinessDay, at: number) => {
    settle(at);
    keyOf(day);
    const before = rows.ofCurrent();
    const known = rows.of(day);
    const trust = trustOf(time);
    const isNew = before?.day !== day;
    // A doubtful day's name comes again: whoever was here then need not have been here today.
    if (known?.trust === 'unconfirmed' && (isNew || hasJumped || (!started && !isFromBefore)))
      rows.deleteDocuments(day);
    // A confirmed day after a confirmed one begins at 001. In any doubt the numbers go on.
    const isClean = isTrusted(trust) && isTrusted(before?.trust) && !hasLeapt && isNew && day > (before?.day ?? '');
    const stretch = isClean || !before ? rows.latestStretch() + 1 : rows.latestStretch();
    rows.upsert({
      day,
      trust: isTrusted(known?.trust) ? better(known?.trust, trust) : trust,
      stretch: isNew ? stretch : (known?.stretch ?? stretch),
      counts_from: isTrusted(trust) || isTrusted(known?.trust) ? day : null,
    });
    if (isClean) closeEarlierDays(leases, day);
    else if (isNew) leases.goOnBehind(day, rows.daysOfStretch(stretch), numbering.isOwn);
    noteMoment(at);
    rows.setCurrent(day);
  });
  const noteNow = db.transaction((at: number) => {
    settle(at);
    noteMoment(at);
  });
  const leaveNow = db.transaction((day: BusinessDay, by: string): boolean => {
    const row = rows.of(day);
    if (!row || row.trust === 'left') return false;
    rows.leave(day, undefined);
    rows.deleteDocuments(day);
    noteAct({ act: 'left-day', about: day, by });
    rows.setConfirmedAt(rows.lastMomentOfTrusted());
    return true;
  });

  return {
    open,
    now: () => see().at,
    today: () => see().day,
    status,
    note,
    heardKernel: (isSynchronised) => hear((look) => afterKernel(time, look, isSynchronised)),
    heardHospital: (word) => hear((look) => afterHospital(time, look, word)),
    leave,
    agesFrom: (day) => rows.of(day)?.counts_from ?? undefined,
    mayErase: () => see().isConfirmed && !owesSettling && !owesOverturning,
    justBehind: (before) => `${rows.lastAgedBefore(before) ?? ''}~`,
    markOverdue: (before) => rows.markOverdue(see().day, before),
    noteAct,
  };

  function noteAct(act: Omit<StaffAct, 'at'>): number {
    const { at, day } = see();
    const trust = trustOf(time);
    if (!rows.of(day))
      rows.upsert({ day, trust, stretch: rows.latestStretch(), counts_from: isTrusted(trust) ? day : null });
    return acts.note({ ...act, at }, { day, key: keyOf(day) });
  }

  function keyOf(day: BusinessDay): DayKey {
    if (!keys.of(day)) keys.create(day);
    const key = keys.of(day);
    if (!key) throw new Error('the business day has no readable key');
    return key;
  }

  function open(): OpenDay {
    time = afterUse(time);
    const { at, day } = see();
    const trust = trustOf(time);
    if (day !== started?.day || trust !== started.trust || hasJumped || owesSettling) {
      startDay.immediate(day, at);
      started = { day, trust };
      hasLeapt = false;
      hasJumped = false;
      settled();
    }
    return { day, at, key: keyOf(day) };
  }

  function note(): void {
    noteNow.immediate(see().at);
    settled();
    passMidnight();
  }

  /** What the hospital has agreed with on a day counts on the next, whether or not the kiosk was switched off in between. */
  function passMidnight(): void {
    const look = lookNow();
    const stored = time.trust.is === 'unconfirmed' ? storedTime(momentAt(time, look)) : time.stored;
    if (stored.lastMoment !== time.stored.lastMoment) follow(afterMidnight(time, look, stored), look);
  }

  function settled(): void {
    owesOverturning = false;
    owesSettling = time.trust.is !== 'confirmed';
  }

  /** Writes nothing: whoever reads the time may be in the middle of a transaction, or the disk may be full. */
  function see(): { readonly at: number; readonly day: BusinessDay; readonly isConfirmed: boolean } {
    const look = lookNow();
    // Asked for many times for one patient; a leap is found out within a second.
    if (!isAsBefore(look)) follow(afterLook(time, look), look);
    const at = momentAt(time, look);
    return { at, day: dayOf(at), isConfirmed: time.trust.is === 'confirmed' };
  }

  function isAsBefore({ wall, monotonic }: Look): boolean {
    const passedMs = monotonic - latestLook.monotonic;
    return passedMs < 1_000 && Math.abs(wall - latestLook.wall - passedMs) < 1_000;
  }

  function hear(word: (look: Look) => FacilityTime): void {
    const look = lookNow();
    follow(word(look), look);
  }

  function follow(next: FacilityTime, look: Look): void {
    const before = time;
    time = next;
    latestLook = look;
    if (Math.abs(next.offset - before.offset) > smallLeapMs) hasJumped = true;
    if (next.overturned > before.overturned) owesOverturning = true;
    if (next.leaps > before.leaps) hasLeapt ||= dayOf(momentAt(before, look)) !== localDayAt(momentAt(next, look));
    const at = momentAt(next, look);
    if (at > latestAt || at < latestAt - smallLeapMs) latestAt = at;
    if (next.trust.is === before.trust.is && next.trust.why === before.trust.why) return;
    owesSettling = true;
    onTrust(next.trust);
  }

  function dayOf(at: number): BusinessDay {
    return localDayAt(at < latestAt && latestAt - at <= smallLeapMs ? latestAt : at);
  }

  /** The caller commits. */
  function settle(at: number): void {
    if (owesOverturning) rows.doubtAssumed();
    if (time.trust.is !== 'confirmed' || !owesSettling) return;
    const today = dayOf(at);
    for (const day of rows.wrongDays(today)) {
      rows.leave(day, today);
      rows.deleteDocuments(day);
    }
    if (rows.of(today)?.trust === 'unconfirmed' && (hasJumped || rows.ofCurrent()?.day !== today))
      rows.deleteDocuments(today);
    rows.confirm(today, trustOf(time));
  }

  function noteMoment(at: number): void {
    const look = lookNow();
    rows.noteSeen({ at, wall: look.wall });
    if (time.trust.is === 'confirmed') {
      rows.setConfirmedAt(at);
      rows.noteMoment(dayOf(at), at);
    } else if (isWitnessed(time)) rows.noteMoment(dayOf(at), at);
  }

  function leave(day: BusinessDay, by: string): boolean {
    const look = lookNow();
    if (!leaveNow.immediate(day, by)) return false;
    const isThatDay = localDayAt(look.wall) === day;
    if (started?.day === day) started = undefined;
    owesSettling = true;
    latestAt = 0;
    follow(afterLeaving(time, look, storedTime(look.wall), isThatDay), look);
    return true;
  }

  function status(): TimeStatus {
    const { at, day } = see();
    const look = lookNow();
    const sources = wordsOf(time, look);
    return {
      now: at,
      today: day,
      trust: time.trust,
      machineClock: look.wall,
      lastMoment: time.stored.lastMoment,
      sources,
      leavable: leavableDays(day, localDayAt(look.wall), isDoubtful(sources)),
    };
  }

  /** The present day when there is any doubt about it, and days that the machine's clock has not come to. */
  function leavableDays(today: BusinessDay, machines: BusinessDay, isDoubted: boolean): readonly BusinessDay[] {
    return rows
      .daysFrom(today < machines ? today : machines)
      .filter((day) => (day === today ? isDoubted : day > machines))
      .slice(0, mostLeavable);
  }

  /** Unconfirmed, or by nobody's word but the machine's own, or against somebody's. */
  function isDoubtful(sources: readonly SourceWord[]): boolean {
    return trustOf(time) !== 'confirmed' || sources.some(({ says }) => says === 'contradicts');
  }

  /** `at`: the moment from which it is looked back. */
  function storedTime(at: number): StoredTime {
    const clockRow = rows.clock();
    const moments = [clockRow?.confirmed_at, rows.lastVisitOfTrusted(), rows.lastWitnessed(localDayAt(at))];
    const known = moments.filter((at) => typeof at === 'number');
    const { seen_at: seenAt, seen_wall: wall } = clockRow ?? {};
    return {
      lastMoment: known.length > 0 ? Math.max(...known) : undefined,
      lastSeen: typeof seenAt === 'number' && typeof wall === 'number' ? { at: seenAt, wall } : undefined,
      isProven: rows.hasConfirmed(),
    };
  }

  function lookNow(): Look {
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }

  /** Formatting a date costs more than the rest of the sum, and a day cannot change within a minute. */
  function localDayAt(at: number): BusinessDay {
    const minute = Math.floor(at / 60_000);
    if (localDay?.minute !== minute) localDay = { minute, day: businessDayAt(at, timeZone) };
    return localDay.day;
  }
}

function trustOf({ trust, anchor }: FacilityTime): DayTrust {
  if (trust.is === 'unconfirmed') return 'unconfirmed';
  return anchor?.isProven ? 'confirmed' : 'assumed';
}

function isTrusted(trust: DayTrust | undefined): boolean {
  return trust === 'confirmed' || trust === 'assumed';
}

function better(known: DayTrust | undefined, now: DayTrust): DayTrust {
  return known === 'confirmed' || now === 'confirmed' ? 'confirmed' : 'assumed';
}
