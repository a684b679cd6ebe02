import type { Database, Transaction } from 'better-sqlite3';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { closeEarlierDays } from '../numbering/leases.ts';
import type { Numbering } from '../numbering/policy.ts';
import type { DayKey, DayKeys } from './day-keys.ts';
import { type DayRows, type DayTrust, prepareDayRows } from './day-rows.ts';
import { FacilityClock } from './facility-clock.ts';
import type { SourceWord, Trust } from './facility-time.ts';
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

export function createBusinessDays(needs: Needs): BusinessDays {
  const rows = prepareDayRows(needs.db);
  const clock = new FacilityClock({ ...needs, rows });
  const days = new StoredDays(needs, rows, clock);
  return {
    open: () => days.open(),
    now: () => clock.see().at,
    today: () => clock.see().day,
    status: () => days.status(),
    note: () => days.note(),
    heardKernel: (isSynchronised) => clock.heardKernel(isSynchronised),
    heardHospital: (word) => clock.heardHospital(word),
    leave: (day, by) => days.leave(day, by),
    agesFrom: (day) => rows.of(day)?.counts_from ?? undefined,
    mayErase: () => days.mayErase(),
    justBehind: (before) => `${rows.lastAgedBefore(before) ?? ''}~`,
    markOverdue: (before) => rows.markOverdue(clock.see().day, before),
    noteAct: (act) => days.noteAct(act),
  };
}

/** The rows of days, kept in step with the facility's clock. */
class StoredDays {
  readonly #keys: DayKeys;
  readonly #leases: StoredLeases;
  readonly #numbering: Needs['numbering'];
  readonly #acts: StaffActs;
  readonly #rows: DayRows;
  readonly #clock: FacilityClock;
  #started: { readonly day: BusinessDay; readonly trust: DayTrust } | undefined;
  readonly #startInOne: Transaction<(day: BusinessDay, at: number) => void>;
  readonly #noteInOne: Transaction<(at: number) => void>;
  readonly #leaveInOne: Transaction<(day: BusinessDay, by: string) => boolean>;

  constructor({ db, keys, leases, numbering, acts }: Needs, rows: DayRows, clock: FacilityClock) {
    this.#keys = keys;
    this.#leases = leases;
    this.#numbering = numbering;
    this.#acts = acts;
    this.#rows = rows;
    this.#clock = clock;
    this.#startInOne = db.transaction((day, at) => this.#start(day, at));
    this.#noteInOne = db.transaction((at) => {
      this.#settle(at);
      this.#noteMoment(at);
    });
    this.#leaveInOne = db.transaction((day, by) => this.#leaveRow(day, by));
  }

  open(): OpenDay {
    const { untold } = this.#clock;
    this.#clock.use();
    const { at, day } = this.#clock.see();
    const trust = this.#clock.dayTrust();
    const isStarted = day === this.#started?.day && trust === this.#started.trust;
    if (!isStarted || untold.hasJumped || untold.isUnsettled) {
      this.#startInOne.immediate(day, at);
      this.#started = { day, trust };
      untold.hasLeapt = false;
      untold.hasJumped = false;
      this.#clock.settled();
    }
    return { day, at, key: this.#keyOf(day) };
  }

  note(): void {
    this.#noteInOne.immediate(this.#clock.see().at);
    this.#clock.settled();
    this.#clock.passMidnight();
  }

  leave(day: BusinessDay, by: string): boolean {
    if (!this.#leaveInOne.immediate(day, by)) return false;
    if (this.#started?.day === day) this.#started = undefined;
    this.#clock.left(day);
    return true;
  }

  mayErase(): boolean {
    this.#clock.see();
    const { isOverturned, isUnsettled } = this.#clock.untold;
    return this.#clock.trust().is === 'confirmed' && !isUnsettled && !isOverturned;
  }

  noteAct(act: Omit<StaffAct, 'at'>): number {
    const { at, day } = this.#clock.see();
    const trust = this.#clock.dayTrust();
    const counts_from = isTrusted(trust) ? day : null;
    if (!this.#rows.of(day)) this.#rows.upsert({ day, trust, stretch: this.#rows.latestStretch(), counts_from });
    return this.#acts.note({ ...act, at }, { day, key: this.#keyOf(day) });
  }

  status(): TimeStatus {
    const { at, day } = this.#clock.see();
    const machine = this.#clock.machine();
    const sources = this.#clock.sources();
    // Unconfirmed, or by nobody's word but the machine's own, or against somebody's.
    const isDoubtful = this.#clock.dayTrust() !== 'confirmed' || sources.some(({ says }) => says === 'contradicts');
    return {
      now: at,
      today: day,
      trust: this.#clock.trust(),
      machineClock: machine.at,
      lastMoment: this.#clock.lastMoment(),
      sources,
      leavable: this.#leavableDays(day, machine.day, isDoubtful),
    };
  }

  /** The present day when there is any doubt about it, and days that the machine's clock has not come to. */
  #leavableDays(today: BusinessDay, machines: BusinessDay, isDoubted: boolean): readonly BusinessDay[] {
    return this.#rows
      .daysFrom(today < machines ? today : machines)
      .filter((day) => (day === today ? isDoubted : day > machines))
      .slice(0, mostLeavable);
  }

  #keyOf(day: BusinessDay): DayKey {
    if (!this.#keys.of(day)) this.#keys.create(day);
    const key = this.#keys.of(day);
    if (!key) throw new Error('the business day has no readable key');
    return key;
  }

  /** As all below: the caller commits. */
  #start(day: BusinessDay, at: number): void {
    const { untold, isFromBefore } = this.#clock;
    this.#settle(at);
    this.#keyOf(day);
    const before = this.#rows.ofCurrent();
    const known = this.#rows.of(day);
    const trust = this.#clock.dayTrust();
    const isNew = before?.day !== day;
    // A doubtful day's name comes again: whoever was here then need not have been here today.
    if (known?.trust === 'unconfirmed' && (isNew || untold.hasJumped || (!this.#started && !isFromBefore)))
      this.#rows.deleteDocuments(day);
    // A confirmed day after a confirmed one begins at 001. In any doubt the numbers go on.
    const isClean =
      isTrusted(trust) && isTrusted(before?.trust) && !untold.hasLeapt && isNew && day > (before?.day ?? '');
    const stretch = isClean || !before ? this.#rows.latestStretch() + 1 : this.#rows.latestStretch();
    this.#rows.upsert({
      day,
      trust: isTrusted(known?.trust) ? better(known?.trust, trust) : trust,
      stretch: isNew ? stretch : (known?.stretch ?? stretch),
      counts_from: isTrusted(trust) || isTrusted(known?.trust) ? day : null,
    });
    if (isClean) closeEarlierDays(this.#leases, day);
    else if (isNew) this.#leases.goOnBehind(day, this.#rows.daysOfStretch(stretch), this.#numbering.isOwn);
    this.#noteMoment(at);
    this.#rows.setCurrent(day);
  }

  #settle(at: number): void {
    const { untold } = this.#clock;
    if (untold.isOverturned) this.#rows.doubtAssumed();
    if (this.#clock.trust().is !== 'confirmed' || !untold.isUnsettled) return;
    const today = this.#clock.dayOf(at);
    for (const day of this.#rows.wrongDays(today)) {
      this.#rows.leave(day, today);
      this.#rows.deleteDocuments(day);
    }
    if (this.#rows.of(today)?.trust === 'unconfirmed' && (untold.hasJumped || this.#rows.ofCurrent()?.day !== today))
      this.#rows.deleteDocuments(today);
    this.#rows.confirm(today, this.#clock.dayTrust());
  }

  #noteMoment(at: number): void {
    const isConfirmed = this.#clock.trust().is === 'confirmed';
    this.#rows.noteSeen({ at, wall: this.#clock.machine().at });
    if (isConfirmed) this.#rows.setConfirmedAt(at);
    if (isConfirmed || this.#clock.isWitnessed()) this.#rows.noteMoment(this.#clock.dayOf(at), at);
  }

  #leaveRow(day: BusinessDay, by: string): boolean {
    const row = this.#rows.of(day);
    if (!row || row.trust === 'left') return false;
    this.#rows.leave(day, undefined);
    this.#rows.deleteDocuments(day);
    this.noteAct({ act: 'left-day', about: day, by });
    this.#rows.setConfirmedAt(this.#rows.lastMomentOfTrusted());
    return true;
  }
}

function isTrusted(trust: DayTrust | undefined): boolean {
  return trust === 'confirmed' || trust === 'assumed';
}

function better(known: DayTrust | undefined, now: DayTrust): DayTrust {
  return known === 'confirmed' || now === 'confirmed' ? 'confirmed' : 'assumed';
}
