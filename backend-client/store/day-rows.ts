import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';

/**
 * What became of a day's time.
 *
 * - `confirmed`: somebody besides the machine has vouched for it. `assumed`: confirmed by nothing but the last stored moment;
 *   a source that knows better may still overturn it.
 * - `unconfirmed`: nobody knows yet whether it was that day. `left`: it was not; data stays under its name.
 */
export type DayTrust = 'confirmed' | 'assumed' | 'unconfirmed' | 'left';

export interface DayRow {
  readonly day: BusinessDay;
  readonly trust: DayTrust;
  readonly stretch: number;
  readonly counts_from: BusinessDay | null;
  readonly overdue_since: BusinessDay | null;
}

interface ClockRow {
  readonly seen_at: number;
  readonly seen_wall: number | null;
  readonly confirmed_at: number | null;
}

const trusted = `trust in ('confirmed', 'assumed')`;

export type DayRows = ReturnType<typeof prepareDayRows>;

/** The rows behind `BusinessDays`. Whoever calls commits. */
export function prepareDayRows(db: Database) {
  const select = db.prepare<[string], DayRow>('select * from facility_day where day = ?');
  const selectCurrent = db.prepare<[], DayRow>(
    'select facility_day.* from facility_day join kiosk_clock using (day) where only_row = 1',
  );
  const selectClock = db.prepare<[], ClockRow>('select seen_at, seen_wall, confirmed_at from kiosk_clock');
  const latestStretch = db.prepare<[], number>('select coalesce(max(stretch), 0) from facility_day').pluck();
  const daysOfStretch = db.prepare<[number], BusinessDay>('select day from facility_day where stretch = ?').pluck();
  const upsert = db.prepare<[string, string, number, string | null]>(
    `insert into facility_day (day, trust, stretch, counts_from) values (?, ?, ?, ?)
     on conflict do update set trust = excluded.trust, stretch = excluded.stretch, counts_from = excluded.counts_from`,
  );
  const setCurrent = db.prepare<[string]>('update kiosk_clock set day = ?');
  const noteSeen = db.prepare<[number, number]>(
    `insert into kiosk_clock (only_row, day, seen_at, seen_wall) values (1, '', ?, ?)
     on conflict do update set seen_at = excluded.seen_at, seen_wall = excluded.seen_wall`,
  );
  const setConfirmedAt = db.prepare<[number | null]>('update kiosk_clock set confirmed_at = ?');
  const noteMoment = db.prepare<[number, string]>(
    `update facility_day set last_at = ? where day = ? and trust <> 'left'`,
  );
  const leave = db.prepare<[string | null, string]>(
    `update facility_day set trust = 'left', counts_from = ?, overdue_since = null where day = ?`,
  );
  const confirm = db.prepare<[string, string]>(
    `update facility_day set trust = ?, counts_from = day where day = ? and trust in ('unconfirmed', 'assumed')`,
  );
  const doubtAssumed = db.prepare(
    `update facility_day set trust = 'unconfirmed', counts_from = null where trust = 'assumed'`,
  );
  const wrongDays = db
    .prepare<[string, string], BusinessDay>(
      `select day from facility_day where (trust = 'unconfirmed' and day <> ?) or (${trusted} and day > ?)
         or (trust = 'left' and counts_from is null)`,
    )
    .pluck();
  const deleteDocuments = db.prepare<[string]>('delete from visit_document where day = ?');
  const lastMomentOfTrusted = db
    .prepare<[], number | null>(`select max(last_at) from facility_day where ${trusted}`)
    .pluck();
  const lastVisitOfTrusted = db
    .prepare<[], number | null>(
      `select max(stored_at) from visit
       where day = (select day from facility_day join kiosk_clock using (day) where ${trusted})`,
    )
    .pluck();
  const lastWitnessed = db
    .prepare<[string], number | null>(
      `select max(last_at) from facility_day where trust = 'unconfirmed' and last_at is not null and day < ?`,
    )
    .pluck();
  const hasConfirmed = db
    .prepare<[], number>(`select exists (select 1 from facility_day where trust = 'confirmed')`)
    .pluck();
  const daysFrom = db
    .prepare<[string], BusinessDay>(`select day from facility_day where day >= ? and trust <> 'left' order by day desc`)
    .pluck();
  const markOverdue = db.prepare<[string, string]>(
    'update facility_day set overdue_since = ? where overdue_since is null and counts_from < ?',
  );
  const lastAgedBefore = db
    .prepare<[string], BusinessDay | null>('select max(day) from facility_day where counts_from < ?')
    .pluck();

  return {
    of: (day: BusinessDay) => select.get(day),
    /** The day that was opened last. */
    ofCurrent: () => selectCurrent.get(),
    clock: () => selectClock.get(),
    latestStretch: () => latestStretch.get() ?? 0,
    daysOfStretch: (stretch: number) => daysOfStretch.all(stretch),
    upsert: ({ day, trust, stretch, counts_from }: Omit<DayRow, 'overdue_since'>) =>
      void upsert.run(day, trust, stretch, counts_from),
    setCurrent: (day: BusinessDay) => void setCurrent.run(day),
    noteSeen: ({ at, wall }: { readonly at: number; readonly wall: number }) => void noteSeen.run(at, wall),
    setConfirmedAt: (at: number | undefined) => void setConfirmedAt.run(at ?? null),
    noteMoment: (day: BusinessDay, at: number) => void noteMoment.run(at, day),
    /** `countsFrom`: a confirmed day, when there is one already. */
    leave: (day: BusinessDay, countsFrom: BusinessDay | undefined) => void leave.run(countsFrom ?? null, day),
    confirm: (day: BusinessDay, trust: DayTrust) => void confirm.run(trust, day),
    doubtAssumed: () => void doubtAssumed.run(),
    /** Days that cannot have been, now that it is known to be `today`. */
    wrongDays: (today: BusinessDay) => wrongDays.all(today, today),
    /** Nobody is found there by a card any more. */
    deleteDocuments: (day: BusinessDay) => void deleteDocuments.run(day),
    lastMomentOfTrusted: () => lastMomentOfTrusted.get() ?? undefined,
    lastVisitOfTrusted: () => lastVisitOfTrusted.get() ?? undefined,
    /** Of an unconfirmed day before `day` on which the hospital agreed. */
    lastWitnessed: (day: BusinessDay) => lastWitnessed.get(day) ?? undefined,
    hasConfirmed: () => hasConfirmed.get() === 1,
    daysFrom: (day: BusinessDay) => daysFrom.all(day),
    markOverdue: (today: BusinessDay, before: BusinessDay) => void markOverdue.run(today, before),
    /** The last of the days whose retention counts from before `before`. */
    lastAgedBefore: (before: BusinessDay) => lastAgedBefore.get(before) ?? undefined,
  };
}
