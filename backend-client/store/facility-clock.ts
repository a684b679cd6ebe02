import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { DayRows, DayTrust } from './day-rows.ts';
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

export interface FacilityClockNeeds {
  readonly rows: DayRows;
  readonly timeZone: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly onTrust: (trust: Trust) => void;
}

/**
 * What time it is at the facility, as `facility-time.ts` decides from look to look. Reads what the disk knows and writes
 * nothing: whoever asks may be in the middle of a transaction, or the disk may be full.
 */
export class FacilityClock {
  readonly #rows: DayRows;
  readonly #timeZone: string;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #onTrust: (trust: Trust) => void;
  #time: FacilityTime;
  #latestLook: Look;
  /** The latest moment so far: a small correction at midnight does not bring yesterday back. */
  #latestAt: number;
  #localDay: { readonly minute: number; readonly day: BusinessDay } | undefined;
  /** Nothing was missed since the kiosk ran last. */
  readonly isFromBefore: boolean;
  /** What has become of time since the disk was told. */
  readonly untold = {
    /** Time was set, on good authority, to another day while numbers were given: the next day goes on counting. */
    hasLeapt: false,
    /** What time is gone by is another than when something was stored last: the same name may be another day. */
    hasJumped: false,
    /** Days turned out to be wrong. */
    isOverturned: false,
    /** Whether time is confirmed has changed, or is open. */
    isUnsettled: true,
  };

  constructor({ rows, timeZone, clock, onTrust }: FacilityClockNeeds) {
    this.#rows = rows;
    this.#timeZone = timeZone;
    this.#clock = clock;
    this.#onTrust = onTrust;
    const look = this.#look();
    this.#time = startTime(this.#storedTime(look.wall), look);
    this.isFromBefore = isContinuing(this.#time.stored, look);
    this.#latestLook = look;
    this.#latestAt = this.#time.stored.lastMoment ?? 0;
    onTrust(this.#time.trust);
  }

  see(): { readonly at: number; readonly day: BusinessDay } {
    const look = this.#look();
    // Asked for many times for one patient; a leap is found out within a second.
    if (!this.#isAsBefore(look)) this.#follow(afterLook(this.#time, look), look);
    const at = momentAt(this.#time, look);
    return { at, day: this.dayOf(at) };
  }

  dayOf(at: number): BusinessDay {
    return this.#localDayAt(at < this.#latestAt && this.#latestAt - at <= smallLeapMs ? this.#latestAt : at);
  }

  trust(): Trust {
    return this.#time.trust;
  }

  /** As it stands in the row of a day. */
  dayTrust(): DayTrust {
    const { trust, anchor } = this.#time;
    if (trust.is === 'unconfirmed') return 'unconfirmed';
    return anchor?.isProven ? 'confirmed' : 'assumed';
  }

  isWitnessed(): boolean {
    return isWitnessed(this.#time);
  }

  /** The last moment that counts, from before this start, or from before this day. */
  lastMoment(): number | undefined {
    return this.#time.stored.lastMoment;
  }

  sources(): readonly SourceWord[] {
    return wordsOf(this.#time, this.#look());
  }

  /** What the machine itself takes for now and today. */
  machine(): { readonly at: number; readonly day: BusinessDay } {
    const { wall } = this.#look();
    return { at: wall, day: this.#localDayAt(wall) };
  }

  /** Something is stored by it now. */
  use(): void {
    this.#time = afterUse(this.#time);
  }

  heardKernel(isSynchronised: boolean | undefined): void {
    const look = this.#look();
    this.#follow(afterKernel(this.#time, look, isSynchronised), look);
  }

  heardHospital(word: Parameters<typeof afterHospital>[2]): void {
    const look = this.#look();
    this.#follow(afterHospital(this.#time, look, word), look);
  }

  /** The disk knows that the clock was wrong on that day. */
  left(day: BusinessDay): void {
    const look = this.#look();
    const isThatDay = this.#localDayAt(look.wall) === day;
    this.untold.isUnsettled = true;
    this.#latestAt = 0;
    this.#follow(afterLeaving(this.#time, look, this.#storedTime(look.wall), isThatDay), look);
  }

  /** What the hospital has agreed with on a day counts on the next, whether or not the kiosk was switched off in between. */
  passMidnight(): void {
    const look = this.#look();
    const isConfirmed = this.#time.trust.is === 'confirmed';
    const stored = isConfirmed ? this.#time.stored : this.#storedTime(momentAt(this.#time, look));
    if (stored.lastMoment !== this.#time.stored.lastMoment) this.#follow(afterMidnight(this.#time, look, stored), look);
  }

  /** The disk was told. */
  settled(): void {
    this.untold.isOverturned = false;
    this.untold.isUnsettled = this.#time.trust.is !== 'confirmed';
  }

  #follow(next: FacilityTime, look: Look): void {
    const before = this.#time;
    this.#time = next;
    this.#latestLook = look;
    if (Math.abs(next.offset - before.offset) > smallLeapMs) this.untold.hasJumped = true;
    if (next.overturned > before.overturned) this.untold.isOverturned = true;
    const at = momentAt(next, look);
    if (next.leaps > before.leaps) this.untold.hasLeapt ||= this.dayOf(momentAt(before, look)) !== this.#localDayAt(at);
    if (at > this.#latestAt || at < this.#latestAt - smallLeapMs) this.#latestAt = at;
    if (next.trust.is === before.trust.is && next.trust.why === before.trust.why) return;
    this.untold.isUnsettled = true;
    this.#onTrust(next.trust);
  }

  #isAsBefore({ wall, monotonic }: Look): boolean {
    const passedMs = monotonic - this.#latestLook.monotonic;
    return passedMs < 1_000 && Math.abs(wall - this.#latestLook.wall - passedMs) < 1_000;
  }

  /** `at`: the moment from which it is looked back. */
  #storedTime(at: number): StoredTime {
    const { confirmed_at: confirmed, seen_at: seenAt, seen_wall: wall } = this.#rows.clock() ?? {};
    const moments = [confirmed, this.#rows.lastVisitOfTrusted(), this.#rows.lastWitnessed(this.#localDayAt(at))];
    const known = moments.filter((moment) => typeof moment === 'number');
    return {
      lastMoment: known.length > 0 ? Math.max(...known) : undefined,
      lastSeen: typeof seenAt === 'number' && typeof wall === 'number' ? { at: seenAt, wall } : undefined,
      isProven: this.#rows.hasConfirmed(),
    };
  }

  #look(): Look {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  /** Formatting a date costs more than the rest of the sum, and a day cannot change within a minute. */
  #localDayAt(at: number): BusinessDay {
    const minute = Math.floor(at / 60_000);
    if (this.#localDay?.minute !== minute) this.#localDay = { minute, day: businessDayAt(at, this.#timeZone) };
    return this.#localDay.day;
  }
}
