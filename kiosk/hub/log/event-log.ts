import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LoggedEvent } from '../queue/events.ts';
import type { DocumentsToday } from './documents-today.ts';
import type { Enrolment } from './enrolment.ts';
import type { HospitalSystems } from './hospital-systems.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * The append-only events of the days. Two stores, one exam (`event-log.exam.ts`). Held by the hub that decides and by nobody else: an
 * append of a hub that has lost its place commits nothing.
 */
export interface EventLog {
  kept(): Promise<Result<KeptDays, LogProblem>>;
  /**
   * Lines of a day from a position on (usual: its beginning), in order; `linesAtOnce` as long as there are so many. A gap or a line that
   * does not read is `damaged`.
   */
  read(day: BusinessDay, from?: number): Promise<Result<readonly LoggedEvent[], LogProblem>>;
  /**
   * All or none, on disk before it is answered. The database itself refuses a position, an act, a number or the beginning of a lease that
   * is there already, whatever the program believes.
   */
  append(batch: LogBatch): Promise<Result<'committed', LogProblem>>;
  /** What this act has done, on any day that is kept; empty: it is not known. */
  actOf(actId: ActId): Promise<Result<readonly LoggedEvent[], LogProblem>>;
  /** Every act of a day. */
  actsOf(day: BusinessDay): Promise<Result<readonly ActId[], LogProblem>>;
  /** Removes days before this one, and the numbers of those days. */
  forgetBefore(day: BusinessDay): Promise<Result<'forgotten', LogProblem>>;
  /** Gives the place up: another hub may decide. */
  close(): Promise<void>;
}

/** A full day is read in pieces: a hub that starts would hold all of it three times. */
export const linesAtOnce = 2_000;

export interface KeptDays {
  /** Days that have events, oldest first. */
  readonly days: readonly BusinessDay[];
  /** A day was begun here once, whether or not it is still there: without any day, the log was lost. */
  readonly hadDays: boolean;
}

export interface LogBatch {
  readonly events: readonly LoggedEvent[];
  /** Numbers that people have from now on. */
  readonly numbers: readonly TakenNumber[];
}

/** `day` is the day of the number, which for whoever waits across midnight is not the day of the event. */
export interface TakenNumber {
  readonly day: BusinessDay;
  readonly series: string;
  readonly sequence: number;
}

/** One hub at a time has it. */
export interface DecidingPlace {
  readonly log: EventLog;
  /** Resolves when the place is lost, for whatever reason; nothing that was not answered until then may be answered as done. */
  readonly lost: Promise<LogProblem>;
  /**
   * Whether the place is certain to be ours at this moment. A process that was stopped and wakes up has in its hands what was true when it
   * was stopped, before it hears that another one decides.
   */
  isSure(): boolean;
}

export interface LogStore {
  readonly enrolment: Enrolment;
  readonly documents: DocumentsToday;
  readonly systems: HospitalSystems;
  /**
   * Waits until this hub decides: SQLite lets in one process, PostgreSQL gives one advisory lock. `onSecond` is called when another hub
   * has the place. A problem ends the waiting; `lost-place`: `signal` did.
   */
  takePlace(signal: AbortSignal, onSecond?: () => void): Promise<Result<DecidingPlace, LogProblem>>;
  close(): Promise<void>;
}
