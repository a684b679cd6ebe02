import type { Database } from 'better-sqlite3';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { BusinessDays } from './business-days.ts';
import type { DayKeys } from './day-keys.ts';
import { listOf, pageSize, prepareErasure, type UndeliveredMessage, type VisitPlace } from './due-rows.ts';
import { type ErasurePause, ErasurePieces } from './erasure-pieces.ts';
import type { StoredLeases } from './lease-table.ts';

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

export function createRetention(needs: Needs): Retention {
  const statements = prepareErasure(needs.db);
  const pieces = new ErasurePieces(needs.db);
  return {
    // Nothing is asked before the first piece is wanted.
    *erase(rules) {
      return yield* new Erasure(needs, statements, pieces, rules).run();
    },
  };
}

/** One walk through all that is past its time. */
class Erasure {
  readonly #needs: Needs;
  readonly #statements: ReturnType<typeof prepareErasure>;
  readonly #pieces: ErasurePieces;
  readonly #rules: ErasureRules;
  readonly #today: BusinessDay;
  readonly #unsettledBefore: BusinessDay;
  readonly #acceptedBefore: BusinessDay;
  /** No row of this day or a later one is past its time. */
  readonly #latest: string;
  readonly #erased = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };

  constructor(needs: Needs, statements: ReturnType<typeof prepareErasure>, pieces: ErasurePieces, rules: ErasureRules) {
    const { days, timeZone } = needs;
    const now = days.now();
    this.#needs = needs;
    this.#statements = statements;
    this.#pieces = pieces;
    this.#rules = rules;
    this.#today = days.today();
    this.#unsettledBefore = businessDayAt(now - rules.unsettledAfterMs, timeZone);
    this.#acceptedBefore = businessDayAt(now - rules.acceptedAfterMs, timeZone);
    const before = this.#unsettledBefore > this.#acceptedBefore ? this.#unsettledBefore : this.#acceptedBefore;
    this.#latest = days.justBehind(before);
  }

  *run(): Generator<ErasurePause, Erased> {
    const pieces = this.#pieces;
    if (this.#needs.days.mayErase()) yield* pieces.inOne(() => this.#markOverdue());
    yield* pieces.inPieces(this.#documents());
    for (let day = this.#nextDay(''); day !== undefined && day < this.#latest; day = this.#nextDay(day))
      yield* pieces.inPieces(this.#visitsOf(day));
    yield* pieces.inPieces(this.#readings());
    yield* pieces.inPieces(this.#foreignMessages());
    yield* pieces.inOne(() => this.#dayKeys());
    yield* pieces.giveBackPages();
    // secure_delete zeroes the old bytes, but only the log has the zeroes until it is folded into the database.
    yield pieces.fold('truncate');
    return this.#erased;
  }

  #markOverdue(): () => void {
    this.#needs.days.markOverdue(this.#unsettledBefore);
    return () => {};
  }

  /** Behind each yield of a walk its work so far can be committed. */
  *#documents(): Generator<void> {
    for (
      let day = this.#nextDocumentDay('');
      day !== undefined && day < this.#today;
      day = this.#nextDocumentDay(day)
    ) {
      while (this.#rules.mayErase(day, 'documents') && this.#statements.deleteDocuments.run(day).changes > 0) yield;
    }
  }

  *#visitsOf(day: BusinessDay): Generator<void> {
    if (!this.#isDue(day, true) && !this.#isDue(day, false)) return;
    let last: VisitPlace = { series: '', sequence: 0 };
    for (;;) {
      const page = this.#statements.visits.all(...this.#onItsWay(), day, last.series, last.sequence);
      const due = page.filter(({ in_flight, settled }) => in_flight === 0 && this.#isDue(day, settled === 1));
      if (due.length > 0) {
        const ids = listOf(due.map(({ visit_id }) => visit_id));
        this.#noteAll(this.#statements.undelivered.all(ids));
        this.#erased.readings += this.#statements.deleteToldReadings.run(ids).changes;
        this.#erased.messages += this.#statements.deleteMessagesOfVisits.run(ids).changes;
        this.#statements.deletePapers.run(ids);
        this.#erased.visits += this.#statements.deleteVisits.run(ids).changes;
        this.#needs.leases.noteErased(day, due);
      }
      const end = page.at(-1);
      if (!end || page.length < pageSize) return;
      last = end;
      yield;
    }
  }

  *#readings(): Generator<void> {
    let last = { day: '', place: 0 };
    for (;;) {
      const page = this.#statements.readings.all(this.#latest, last.day, last.place);
      const due = page.filter(({ day, settled }) => this.#isDue(day, settled === 1));
      if (due.length > 0) {
        this.#erased.readings += this.#statements.deleteReadings.run(
          listOf(due.map(({ reading_id }) => reading_id)),
        ).changes;
      }
      const end = page.at(-1);
      if (!end || page.length < pageSize) return;
      last = end;
      yield;
    }
  }

  *#foreignMessages(): Generator<void> {
    let last = { day: '', message_id: 0 };
    for (;;) {
      const page = this.#statements.foreignMessages.all(...this.#onItsWay(), this.#latest, last.day, last.message_id);
      const due = page.filter(({ day, in_flight, settled }) => in_flight === 0 && this.#isDue(day, settled === 1));
      if (due.length > 0) {
        const ids = listOf(due.map(({ message_id }) => message_id));
        this.#noteAll(this.#statements.undeliveredOf.all(ids));
        this.#erased.messages += this.#statements.deleteMessages.run(ids).changes;
      }
      const end = page.at(-1);
      if (!end || page.length < pageSize) return;
      last = end;
      yield;
    }
  }

  #dayKeys(): () => void {
    const { keys } = this.#needs;
    const gone = this.#statements.emptyDays.all(this.#today).filter((day) => this.#rules.mayErase(day, 'key'));
    if (gone.length > 0) keys.destroy(gone);
    this.#erased.dayKeys = gone.length;
    return () => {
      for (const day of gone) keys.forget(day);
    };
  }

  /** Whether what was found of a day may go: by the clock, and by the policy. */
  #isDue(day: BusinessDay, settled: boolean): boolean {
    const from = this.#needs.days.agesFrom(day);
    if (from === undefined) return false;
    const { mayErase } = this.#rules;
    return (
      (from < this.#unsettledBefore && mayErase(day, settled ? 'accepted' : 'unsettled')) ||
      (settled && from < this.#acceptedBefore && mayErase(day, 'accepted'))
    );
  }

  #onItsWay() {
    const { inFlight, untried } = this.#needs;
    return [listOf(inFlight()), listOf(untried()), this.#today] as const;
  }

  #nextDay(after: string): BusinessDay | undefined {
    return this.#statements.nextDay.get(after) ?? undefined;
  }

  #nextDocumentDay(after: string): BusinessDay | undefined {
    return this.#statements.nextDocumentDay.get(after) ?? undefined;
  }

  #noteAll(undelivered: readonly UndeliveredMessage[]): void {
    if (undelivered.length > 0) this.#needs.noteUndelivered(undelivered);
  }
}
