import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { closeEarlierDays, type LeaseTable } from '../numbering/leases.ts';
import type { DayKey, DayKeys } from './day-keys.ts';

/** Time, as the store believes it: the facility's day, which never goes back (design §8). */
export interface BusinessDays {
  /** Reads the clock and starts the day on disk when it is new. */
  open(): OpenDay;
  /** The business day at `at` without starting it. */
  dayAt(at: number): BusinessDay;
  /** Remembers the moment, so that a clock set back while the kiosk is off is noticed; the caller commits. */
  noteSeen(at: number): void;
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
  readonly leases: LeaseTable;
  readonly timeZone: string;
  readonly now: () => number;
  readonly onClockWentBack: (byMs: number) => void;
}

/** A time server's small corrections are no jump. */
const correctionMs = 2_000;

export function createBusinessDays({ db, keys, leases, timeZone, now, onClockWentBack }: Needs): BusinessDays {
  const selectClock = db.prepare<[], { day: BusinessDay; seen_at: number }>('select day, seen_at from kiosk_clock');
  const selectLastStored = db
    .prepare<[], number | null>('select max(stored_at) from visit where day = (select max(day) from visit)')
    .pluck();
  const upsertClock = db.prepare<[string, number]>(
    `insert into kiosk_clock (only_row, day, seen_at) values (1, ?, ?)
     on conflict do update set day = max(day, excluded.day), seen_at = max(seen_at, excluded.seen_at)`,
  );
  const startDay = db.transaction((day: BusinessDay, at: number) => {
    if (!keys.of(day)) keys.create(day);
    upsertClock.run(day, at);
    closeEarlierDays(leases, day);
  });

  const stored = selectClock.get();
  let latestDay = stored?.day;
  let startedDay: BusinessDay | undefined;
  let lastSeenAt = Math.max(stored?.seen_at ?? 0, selectLastStored.get() ?? 0);
  let localDay: { readonly minute: number; readonly day: BusinessDay } | undefined;

  return { open, dayAt, noteSeen };

  function open(): OpenDay {
    const at = readClock();
    const day = dayAt(at);
    if (day !== startedDay) {
      startDay.immediate(day, at);
      latestDay = day;
      startedDay = day;
    }
    const key = keys.of(day);
    if (!key) throw new Error('the business day has no readable key');
    return { day, at, key };
  }

  function dayAt(at: number): BusinessDay {
    const local = localDayAt(at);
    return latestDay !== undefined && latestDay > local ? latestDay : local;
  }

  function noteSeen(at: number): void {
    upsertClock.run(dayAt(at), at);
  }

  function readClock(): number {
    const at = now();
    if (at < lastSeenAt - correctionMs) onClockWentBack(lastSeenAt - at);
    lastSeenAt = at;
    return at;
  }

  /** Formatting a date costs more than the rest of the sum, and a day cannot change within a minute. */
  function localDayAt(at: number): BusinessDay {
    const minute = Math.floor(at / 60_000);
    if (localDay?.minute !== minute) localDay = { minute, day: businessDayAt(at, timeZone) };
    return localDay.day;
  }
}
