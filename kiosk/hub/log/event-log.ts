import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LoggedEvent } from '../queue/events.ts';
import type { DocumentsToday } from './documents-today.ts';
import type { Enrolment } from './enrolment.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * The append-only events of the days. Two stores, one exam (`event-log.exam.ts`). Held by the hub that decides and by nobody else: an
 * append of a hub that has lost its place commits nothing.
 */
export interface EventLog {
  /** Days that have events, oldest first. */
  days(): Promise<Result<readonly BusinessDay[], LogProblem>>;
  /** In order, without a gap; a gap or a line that does not read is `damaged`. */
  read(day: BusinessDay): Promise<Result<readonly LoggedEvent[], LogProblem>>;
  /**
   * All or none, on disk before it is answered. The database itself refuses a position, an act or a number (day, series, sequence) that
   * is there already, whatever the program believes.
   */
  append(events: readonly LoggedEvent[]): Promise<Result<'committed', LogProblem>>;
  /** Whether this act has been decided, on any day that is kept. */
  actOf(actId: ActId): Promise<Result<readonly LoggedEvent[], LogProblem>>;
  /** Removes days before this one. */
  forgetBefore(day: BusinessDay): Promise<Result<'forgotten', LogProblem>>;
  close(): Promise<void>;
}

/** One hub at a time has it. */
export interface DecidingPlace {
  readonly log: EventLog;
  /** Resolves when the place is lost, for whatever reason; nothing that was not answered until then may be answered as done. */
  readonly lost: Promise<LogProblem>;
}

export interface LogStore {
  readonly enrolment: Enrolment;
  readonly documents: DocumentsToday;
  /** Waits until this hub decides: at once with SQLite, which lets in one process; with PostgreSQL when the advisory lock is free. */
  takePlace(signal: AbortSignal): Promise<Result<DecidingPlace, LogProblem>>;
  close(): Promise<void>;
}
