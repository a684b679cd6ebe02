import type { BusinessDay } from '#config/agreements/ids.ts';
import { quantile } from './futures.ts';

/**
 * What was promised is looked at when the call comes, and the next promise is corrected by it: ranges of simulated futures alone are too
 * narrow. Kept for each service and each bucket of how many were ahead (conformal prediction; reception.md §4).
 */
export const buckets = ['0-2', '3-9', '10-24', '25+'] as const;
export type Bucket = (typeof buckets)[number];

export function bucketOf(ahead: number): Bucket {
  if (ahead <= 2) return '0-2';
  if (ahead <= 9) return '3-9';
  return ahead <= 24 ? '10-24' : '25+';
}

/** ms; the 10th to the 90th of a hundred. */
export interface WaitRange {
  readonly from: number;
  readonly to: number;
}

/** A promise that came true, or did not. */
export interface Score {
  readonly day: BusinessDay;
  /** How far the wait lay outside of the uncorrected range, ms; below 0 inside of it. */
  readonly missed: number;
  /** Whether the corrected range held. */
  readonly held: boolean;
}

export function scoreOf(day: BusinessDay, raw: WaitRange, corrected: WaitRange, waited: number): Score {
  return {
    day,
    missed: Math.max(raw.from - waited, waited - raw.to),
    held: corrected.from <= waited && waited <= corrected.to,
  };
}

/** Of the latest scores of a bucket so many are kept. */
export const mostScores = 400;
const fewestScores = 20;

/** So wide that eight of ten of the latest promises would have held. */
export function corrected(raw: WaitRange, scores: readonly Score[]): WaitRange {
  if (scores.length === 0) return raw;
  const missed = scores.map((score) => score.missed).sort((one, other) => one - other);
  const by = quantile(missed, Math.min(1, (0.8 * (missed.length + 1)) / missed.length));
  const from = Math.max(0, raw.from - by);
  return { from, to: Math.max(from, raw.to + by) };
}

const days = 5;
/** Too few that held: not true. Too many: so wide that it says nothing. */
const believable = { from: 0.7, to: 0.92 };

/** Whether promises of this bucket held on the last five days; not before there were enough of them. */
export function isBelievable(scores: readonly Score[]): boolean {
  const latest = new Set([...new Set(scores.map(({ day }) => day))].sort().slice(-days));
  const counted = scores.filter(({ day }) => latest.has(day));
  if (counted.length < fewestScores) return false;
  const share = counted.filter(({ held }) => held).length / counted.length;
  return believable.from <= share && share <= believable.to;
}

/** A wider range is no answer. */
const widestMinutes = 45;
const gridMinutes = 5;

/** In minutes as people say them; `undefined` where it would say nothing. `over`: longer than `from`. */
export function shownRange(range: WaitRange): { readonly from: number; readonly to: number | 'over' } | undefined {
  const from = Math.floor(range.from / 60_000 / gridMinutes) * gridMinutes;
  const to = Math.ceil(range.to / 60_000 / gridMinutes) * gridMinutes;
  if (to - from <= widestMinutes) return { from, to: Math.max(to, from + gridMinutes) };
  const over = Math.min(from, widestMinutes);
  return over >= gridMinutes ? { from: over, to: 'over' } : undefined;
}
