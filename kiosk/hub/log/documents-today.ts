import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * "Has this card a number today?" across kiosks. Documents are known by HMAC under a key that only kiosks hold, so nobody can try card
 * numbers with what lies here. Not part of the events; gone at the close of the day.
 */
export interface DocumentsToday {
  /** Those of many visits in one commit: after an outage, hundreds of cards come at once. */
  know(day: BusinessDay, visitId: VisitId, documents: readonly string[]): Promise<Result<'known', LogProblem>>;
  /** Visits of any of them, the latest first. */
  find(day: BusinessDay, documents: readonly string[]): Promise<Result<readonly VisitId[], LogProblem>>;
  forget(before: BusinessDay): Promise<Result<'forgotten', LogProblem>>;
}

/** What one `know` says, where several go together. */
export interface KnownDocuments {
  readonly day: BusinessDay;
  readonly visitId: VisitId;
  readonly documents: readonly string[];
}

export const mostKnownTogether = 1_000;
