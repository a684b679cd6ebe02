import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { BusinessDays } from './business-days.ts';
import type { DayKeys } from './day-keys.ts';
import { listOf, pageSize, prepareErasure, type UndeliveredMessage, type VisitPlace } from './due-rows.ts';
import type { StoredLeases } from './lease-table.ts';
import { incremental } from './rewrite-file.ts';

/** How long personal data may stay (law 7). Both count from the end of the visit's business day. */
export interface RetentionSettings {
  /** For visits whose messages the hospital has all accepted. 0 erases once the business day is over, never within it. */
  readonly acceptedAfterMs: number;
  /** For every other visit: refused, unsure, or never delivered. */
  readonly unsettledAfterMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;
export const defaultRetention: RetentionSettings = { acceptedAfterMs: dayMs, unsettledAfterMs: 30 * dayMs };

/**
 * What is about to be deleted of a day that is past its time by the clock.
 *
 * - `documents`: what finds a visit again by its card. Nobody is found on that day any more.
 * - `accepted`: visits of which the hospital has everything. They are gone from this kiosk and from nowhere else.
 * - `unsettled`: what the hospital has not accepted: **nobody will ever have it again**.
 * - `key`: the key of a day that has nothing left. Whatever is sealed under it, wherever a copy lies, is unreadable from here on.
 */
export type ErasedPart = 'documents' | 'accepted' | 'unsettled' | 'key';

/**
 * May this be deleted now (law 12)? Asked after the clock has said that the time is over, and before the first row goes, for
 * each day and part, and again for each piece of the work, so that a clock that loses its trust in the middle stops the rest.
 * `false` means "not now": the rows stay whole, and the next erasure asks again. Must be cheap, must not throw, and must not
 * touch the store's tables by writing. The default allows everything.
 */
export type MayErase = (day: BusinessDay, part: ErasedPart) => boolean;

export interface ErasureRules extends RetentionSettings {
  readonly mayErase: MayErase;
}

export interface Erased {
  readonly visits: number;
  readonly messages: number;
  readonly readings: number;
  readonly dayKeys: number;
}

/** How long one piece of the work kept everything else waiting. */
export interface ErasurePause {
  /** Our own: looking and deleting. */
  readonly workMs: number;
  /** Until the disk had it: commit, or the write-ahead log folded into the file. */
  readonly diskMs: number;
}

export interface Retention {
  /**
   * Deletes what is past its retention, piece by piece: a piece is one transaction of at most about `workMs`, and behind each
   * the caller lets others go first. Given up behind any piece, also by a crash, the store is whole, and the next erasure goes on.
   *
   * The rows of a day go first and its key last: as long as there is a row, it opens, and a day that still has its key is known
   * to be unfinished. With the key gone, remains that lie in the file until their space is used again are unreadable (law 7).
   */
  erase(rules: ErasureRules): Generator<ErasurePause, Erased>;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly days: BusinessDays;
  readonly leases: StoredLeases;
  readonly timeZone: string;
  /** Messages that are on their way without a mark on disk: their visits stay until the answer is noted. */
  readonly inFlight: () => readonly number[];
  /** Endpoints that were not asked yet, with something waiting for them. */
  readonly untried: () => readonly string[];
  /** Called inside the transaction that deletes them: what is noted here is kept exactly when they are gone. */
  readonly noteUndelivered: (messages: readonly UndeliveredMessage[]) => void;
}

/** A piece of our own work is not longer than about this. */
const workMs = 10;
/** So many pages are given back to the file system at a time. */
const pagesAtATime = 100;
/** The log is folded into the file before it is long, because folding is one piece. */
const piecesBetweenFolds = 4;

export function createRetention({
  db,
  keys,
  days,
  leases,
  timeZone,
  inFlight,
  untried,
  noteUndelivered,
}: Needs): Retention {
  const statements = prepareErasure(db);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');
  return { erase };

  function* erase(rules: ErasureRules): Generator<ErasurePause, Erased> {
    const now = days.now();
    const today = days.today();
    const unsettledBefore = businessDayAt(now - rules.unsettledAfterMs, timeZone);
    const acceptedBefore = businessDayAt(now - rules.acceptedAfterMs, timeZone);
    const latest = days.justBehind(unsettledBefore > acceptedBefore ? unsettledBefore : acceptedBefore);
    const erased = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };

    /** Whether what was found of a day may go: by the clock, and by the policy. */
    const isDue = (day: BusinessDay, settled: boolean): boolean => {
      const from = days.agesFrom(day);
      if (from === undefined) return false;
      return (
        (from < unsettledBefore && rules.mayErase(day, settled ? 'accepted' : 'unsettled')) ||
        (settled && from < acceptedBefore && rules.mayErase(day, 'accepted'))
      );
    };
    const onItsWay = () => [listOf(inFlight()), listOf(untried()), today] as const;

    if (days.mayErase())
      yield* piece(() => {
        days.markOverdue(unsettledBefore);
        return () => {};
      });

    yield* pieces(documents());
    for (let day = nextDay(''); day !== undefined && day < latest; day = nextDay(day)) yield* pieces(visitsOf(day));
    yield* pieces(readings());
    yield* pieces(foreignMessages());
    yield* piece(() => {
      const gone = statements.emptyDays.all(today).filter((day) => rules.mayErase(day, 'key'));
      if (gone.length > 0) keys.destroy(gone);
      erased.dayKeys = gone.length;
      return () => {
        for (const day of gone) keys.forget(day);
      };
    });
    yield* giveBackPages();
    // secure_delete zeroes the old bytes, but only the log has the zeroes until it is folded into the database.
    yield fold('truncate');
    return erased;

    /** Behind each yield of a walk its work so far can be committed. */
    function* documents(): Generator<void> {
      for (let day = nextDocumentDay(''); day !== undefined && day < today; day = nextDocumentDay(day)) {
        while (rules.mayErase(day, 'documents') && statements.deleteDocuments.run(day).changes > 0) yield;
      }
    }

    function* visitsOf(day: BusinessDay): Generator<void> {
      if (!isDue(day, true) && !isDue(day, false)) return;
      let last: VisitPlace = { series: '', sequence: 0 };
      for (;;) {
        const page = statements.visits.all(...onItsWay(), day, last.series, last.sequence);
        const due = page.filter(({ in_flight, settled }) => in_flight === 0 && isDue(day, settled === 1));
        if (due.length > 0) {
          const ids = listOf(due.map(({ visit_id }) => visit_id));
          noteAll(statements.undelivered.all(ids));
          erased.readings += statements.deleteToldReadings.run(ids).changes;
          erased.messages += statements.deleteMessagesOfVisits.run(ids).changes;
          statements.deletePapers.run(ids);
          erased.visits += statements.deleteVisits.run(ids).changes;
          leases.noteErased(day, due);
        }
        const end = page.at(-1);
        if (!end || page.length < pageSize) return;
        last = end;
        yield;
      }
    }

    function* readings(): Generator<void> {
      let last = { day: '', place: 0 };
      for (;;) {
        const page = statements.readings.all(latest, last.day, last.place);
        const due = page.filter(({ day, settled }) => isDue(day, settled === 1));
        if (due.length > 0) {
          erased.readings += statements.deleteReadings.run(listOf(due.map(({ reading_id }) => reading_id))).changes;
        }
        const end = page.at(-1);
        if (!end || page.length < pageSize) return;
        last = end;
        yield;
      }
    }

    function* foreignMessages(): Generator<void> {
      let last = { day: '', message_id: 0 };
      for (;;) {
        const page = statements.foreignMessages.all(...onItsWay(), latest, last.day, last.message_id);
        const due = page.filter(({ day, in_flight, settled }) => in_flight === 0 && isDue(day, settled === 1));
        if (due.length > 0) {
          const ids = listOf(due.map(({ message_id }) => message_id));
          noteAll(statements.undeliveredOf.all(ids));
          erased.messages += statements.deleteMessages.run(ids).changes;
        }
        const end = page.at(-1);
        if (!end || page.length < pageSize) return;
        last = end;
        yield;
      }
    }
  }

  function nextDay(after: string): BusinessDay | undefined {
    return statements.nextDay.get(after) ?? undefined;
  }

  function nextDocumentDay(after: string): BusinessDay | undefined {
    return statements.nextDocumentDay.get(after) ?? undefined;
  }

  function noteAll(undelivered: readonly UndeliveredMessage[]): void {
    if (undelivered.length > 0) noteUndelivered(undelivered);
  }

  /** A walk, cut into transactions by time. */
  function* pieces(walk: Generator<void>): Generator<ErasurePause> {
    let count = 0;
    for (let done = false; !done; ) {
      yield* piece((startedAt) => {
        do done = walk.next().done === true;
        while (!done && performance.now() - startedAt < workMs);
        return () => {};
      });
      count += 1;
      if (count % piecesBetweenFolds === 0) yield fold('passive');
    }
  }

  /** One transaction. `work` says what is to be done once it is committed. */
  function* piece(work: (startedAt: number) => () => void): Generator<ErasurePause> {
    const startedAt = performance.now();
    let workedUntil = startedAt;
    begin.run();
    try {
      const committed = work(startedAt);
      workedUntil = performance.now();
      commit.run();
      committed();
    } finally {
      if (db.inTransaction) rollback.run();
    }
    yield { workMs: workedUntil - startedAt, diskMs: performance.now() - workedUntil };
  }

  function fold(how: 'passive' | 'truncate'): ErasurePause {
    const startedAt = performance.now();
    db.pragma(`wal_checkpoint(${how})`);
    return { workMs: 0, diskMs: performance.now() - startedAt };
  }

  /** A file that was long once becomes shorter again; what the next day needs stays in it. */
  function* giveBackPages(): Generator<ErasurePause> {
    if (Number(db.pragma('auto_vacuum', { simple: true })) !== incremental) return;
    for (let count = 1; hasPagesToSpare(); count += 1) {
      yield* piece(() => {
        db.pragma(`incremental_vacuum(${pagesAtATime})`);
        return () => {};
      });
      if (count % piecesBetweenFolds === 0) yield fold('passive');
    }
  }

  function hasPagesToSpare(): boolean {
    const free = Number(db.pragma('freelist_count', { simple: true }));
    const all = Number(db.pragma('page_count', { simple: true }));
    return free > Math.max(sparePages, all / 4);
  }
}

/** 8 MB: a busy kiosk's day. */
const sparePages = 2_000;
