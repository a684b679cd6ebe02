import type { BusinessDay, OpinionId } from '#config/agreements/ids.ts';

/** Very dissatisfied, dissatisfied, neither, satisfied, very satisfied: the five levels of QĐ 56/QĐ-BYT (2024). */
export const opinionScores = [1, 2, 3, 4, 5] as const;
export type OpinionScore = (typeof opinionScores)[number];

/**
 * How it went, in one tap. **Nobody's**: without visit, session and time of day, so that whoever says that it went badly cannot be
 * looked up by those who treat them, and says it.
 */
export interface Opinion {
  readonly opinionId: OpinionId;
  readonly day: BusinessDay;
  /** The hospital's code of the service that the number was for; `undefined` on a kiosk that only measures. */
  readonly serviceHisCode: string | undefined;
  readonly score: OpinionScore;
}

export interface OpinionRequest {
  /** Our code of the service. */
  readonly serviceCode: string | undefined;
  readonly score: OpinionScore;
}
