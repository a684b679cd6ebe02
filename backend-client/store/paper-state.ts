import type { PaperState } from '../contract/visit.ts';

/** As the row has it: what printers did. */
export type StoredPaper = Exclude<PaperState, 'taken-by-phone'>;

/** Taken by phone as long as no byte went to a printer; a paper that was asked for since counts more. */
export function paperOf({
  paper,
  phone_at,
}: {
  readonly paper: StoredPaper;
  readonly phone_at: number | null;
}): PaperState {
  return phone_at !== null && (paper === 'pending' || paper === 'not-printed') ? 'taken-by-phone' : paper;
}

export interface AttemptFate {
  /** `undefined` is the first ticket. */
  readonly copy: number | undefined;
  readonly state: 'attempting' | 'printed' | 'unknown' | 'not-printed';
}

/**
 * The paper's fate from all its attempts, whatever order they ended in (law 4). A copy can make it better, a paper in
 * the patient's hand, and never worse: what is printed stays printed.
 */
export function paperStateFrom(attempts: readonly AttemptFate[]): StoredPaper {
  if (attempts.some(({ state }) => state === 'printed')) return 'printed';
  if (attempts.some(({ state, copy }) => state === 'attempting' && copy === undefined)) return 'attempting';
  if (attempts.some(({ state }) => state === 'unknown')) return 'unknown';
  if (attempts.some(({ state }) => state === 'not-printed')) return 'not-printed';
  return 'pending';
}

/** `undefined` for a first ticket, otherwise the number of the copy that comes next. */
export function nextCopy(attempts: readonly AttemptFate[]): number | undefined {
  const maybeOnPaper = attempts.filter(({ state }) => state !== 'not-printed');
  if (maybeOnPaper.length === 0) return undefined;
  return Math.max(0, ...maybeOnPaper.map(({ copy }) => copy ?? 0)) + 1;
}
