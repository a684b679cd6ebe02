import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * Systems of the hospital that act as counters, and how far each was told what happened. Beside the kiosks' keys: kept as hashes, known to
 * every hub of the hospital, changed by the command that makes them while hubs run.
 */
export interface HospitalSystems {
  /** A new key for this system; an earlier one opens nothing any more. */
  put(systemId: string, keyHash: Uint8Array): Promise<Result<'put', LogProblem>>;
  revoke(systemId: string): Promise<Result<'revoked' | 'unknown', LogProblem>>;
  /** Whose key it is; `undefined`: nobody's, or none any more. */
  find(keyHash: Uint8Array): Promise<Result<string | undefined, LogProblem>>;
  /** Behind the last event that it has taken; `undefined`: it was told nothing yet. */
  toldTo(systemId: string): Promise<Result<LogPlace | undefined, LogProblem>>;
  noteTold(systemId: string, place: LogPlace): Promise<Result<'noted', LogProblem>>;
}

/** The next event's place in the log. */
export interface LogPlace {
  readonly day: BusinessDay;
  readonly position: number;
}
