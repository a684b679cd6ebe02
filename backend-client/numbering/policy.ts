import type { BusinessDay } from '#config/agreements/ids.ts';
import type { TicketNumber } from '../contract/visit.ts';
import type { Lease, LeaseTable } from './leases.ts';
import { markedSeries, ticketNumber } from './ticket-number.ts';

/**
 * Who gives the next number (design §8, §14). Nobody ever goes without one (law 1).
 *
 * - `standalone`: the kiosk is alone in its facility and leases itself the endless run of each series.
 * - `shared`: several kiosks share the series. Each takes from blocks that the hub has leased to it and, when they are used up, goes
 *   on in an endless run of its own under its mark (`A-K2-07`), so that two kiosks never meet. `mark`: letters and digits, `K2`; asked
 *   for with each number, since the hub gives it.
 */
export type NumberingPolicy = { readonly kind: 'standalone' } | { readonly kind: 'shared'; readonly mark: string };

export interface Numbering {
  /** The visit that is stored under the number in the same transaction uses it up. */
  take(day: BusinessDay, series: string): TicketNumber;
  /** A block from the hub. The caller commits. */
  addLease(block: LeasedBlock, today: BusinessDay): LeaseAdded;
  /** Whether this kiosk alone gives the numbers of the series, without end. */
  isOwn(series: string): boolean;
}

/** Both ends belong to it. */
export interface LeasedBlock {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  readonly last: number;
}

/** `overlaps`: some of its numbers are leased already. `day-over`: its day is. `not-shared`: this kiosk gives its numbers itself. */
export type LeaseAdded = 'added' | 'overlaps' | 'day-over' | 'not-shared';

export function createNumbering(leases: LeaseTable, policy: NumberingPolicy): Numbering {
  const ownSeries = (series: string) => (policy.kind === 'standalone' ? series : markedSeries(series, policy.mark));

  return {
    take(day, series) {
      const leased = leases.take(day, series);
      if (leased !== undefined) return ticketNumber(series, leased);
      const own = ownSeries(series);
      return ticketNumber(own, leases.take(day, own) ?? takeFromEndless(leases, day, own));
    },
    addLease(block, today) {
      if (policy.kind === 'standalone') return 'not-shared';
      if (block.day < today) return 'day-over';
      if (leases.isLeased(block)) return 'overlaps';
      leases.add({ ...block, source: 'hub' });
      return 'added';
    },
    isOwn: (series) => policy.kind === 'standalone' || series.endsWith(markedSeries('', policy.mark)),
  };
}

/** Begun on the first use of a series on a day, behind everything that was leased before. */
function takeFromEndless(leases: LeaseTable, day: BusinessDay, series: string): number {
  const endless: Lease = { day, series, first: leases.lastLeased(day, series) + 1, last: undefined, source: 'local' };
  leases.add(endless);
  const sequence = leases.take(day, series);
  if (sequence === undefined) throw new Error('an endless lease has no number');
  return sequence;
}
