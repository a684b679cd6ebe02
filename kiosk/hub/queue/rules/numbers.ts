import { isMadeUpMark, ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Refusal } from '../acts.ts';
import type { QueueNumber } from '../entry.ts';
import type { QueueEvent } from '../events.ts';
import { type NumberRun, numberKey, type QueueDay, runKey } from '../queue-day.ts';
import type { Deciding, Needs } from './rule.ts';

/** As a ticket and the wire can carry it. */
export const highestSequence = 999_999;

/**
 * Whether a kiosk may say that it gave this number: it is nobody else's, lies in nobody else's block, and carries nobody else's mark. A
 * number outside of all blocks is one that the kiosk gave before the hospital had a hub. What people read follows from series and sequence.
 */
export function claimNumber(
  { day, needs }: Deciding,
  {
    kioskId,
    visitId,
    day: of,
    number: { series, sequence },
  }: { readonly kioskId: string; readonly visitId: VisitId; readonly day: BusinessDay; readonly number: QueueNumber },
): Result<QueueNumber, Refusal> {
  const owner = day.numbers.get(numberKey(of, { series, sequence }));
  if (owner !== undefined && owner !== visitId) return problem('number-taken');
  const mark = markOf(series);
  if (mark !== undefined && !mayCarry(needs, kioskId, mark)) return problem('not-yours');
  const holders = (day.runs.get(runKey(of, series))?.leases ?? []).filter(
    ({ first, last }) => first <= sequence && sequence <= last,
  );
  if (holders.length > 0 && !holders.some((lease) => lease.kioskId === kioskId)) return problem('not-yours');
  return ok(ticketNumber(series, sequence));
}

/** Its own mark, or one that it made up before it had any. */
export function mayCarry({ kiosks }: Needs, kioskId: string, mark: string): boolean {
  return isMadeUpMark(mark) || kiosks.some((kiosk) => kiosk.kioskId === kioskId && kiosk.mark === mark);
}

/** `K2` of `A-K2`. */
export function markOf(series: string): string | undefined {
  const dash = series.indexOf('-');
  return dash < 0 ? undefined : series.slice(dash + 1);
}

/** The next block of a series: behind everything that was leased, given or told. */
export function nextBlock(
  day: QueueDay,
  of: BusinessDay,
  series: string,
  count: number,
): Result<Pick<Extract<QueueEvent, { kind: 'leased' }>, 'first' | 'last' | 'isBehindGap'>, Refusal> {
  if (day.recovery) return problem('recovering');
  const run = day.runs.get(runKey(of, series));
  const isBehindGap = owesGap(day, of, run);
  const highest = run?.highest ?? 0;
  const first = (isBehindGap ? Math.floor(highest / 1000) * 1000 + 1000 : highest) + 1;
  const last = first + count - 1;
  return last > highestSequence ? problem('service-full') : ok({ first, last, isBehindGap });
}

function owesGap({ gapUntil }: QueueDay, of: BusinessDay, run: NumberRun | undefined): boolean {
  return gapUntil !== undefined && of <= gapUntil && run?.isBehindGap !== true;
}
