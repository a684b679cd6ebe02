import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * "Has this card a number today?" across kiosks. Documents are known by HMAC under a key that only kiosks hold, so nobody can try card
 * numbers with what lies here. Not part of the events; gone at the close of the day.
 */
export interface DocumentsToday {
  know(day: BusinessDay, visitId: VisitId, documents: readonly string[]): Promise<Result<'known', LogProblem>>;
  /** Visits of any of them, the latest first. */
  find(day: BusinessDay, documents: readonly string[]): Promise<Result<readonly VisitId[], LogProblem>>;
  forget(before: BusinessDay): Promise<Result<'forgotten', LogProblem>>;
}
