import type { BusinessDay } from '#config/agreements/ids.ts';
import type { TicketNumber } from '../contract/visit.ts';
import { ticketNumber } from './ticket-number.ts';

/**
 * Who gives the next number (design §8).
 *
 * A lease is a run of numbers of one series on one business day that belongs to this kiosk alone. A standalone kiosk
 * leases itself the endless run that begins at 1; several kiosks get bounded runs from one place. Taking a number is the
 * same either way: the lowest lease that still has one.
 */
export interface Lease {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  /** `undefined` is endless. */
  readonly last: number | undefined;
  readonly source: LeaseSource;
}

export type LeaseSource = 'local' | 'postgresql';

/** A lease and how far it is used up. */
export interface OpenLease extends Lease {
  /** The number that is given next; `last + 1` when the lease is used up. */
  readonly next: number;
}

/** The rows. Each call runs inside the caller's transaction. */
export interface LeaseTable {
  /**
   * Takes the lowest number that is left of the series, `undefined` when no lease has one. The visit that is stored under it
   * in the same transaction uses it up.
   */
  take(day: BusinessDay, series: string): number | undefined;
  /** The highest number that any lease of the series covers, 0 without a lease. */
  lastLeased(day: BusinessDay, series: string): number;
  add(lease: Lease): void;
  /** Bounded leases of earlier days that nobody has closed; some may have no number left. */
  openBefore(day: BusinessDay): readonly OpenLease[];
  /** Records each number from `next` to `last` as void and the lease as used up. */
  voidRest(lease: OpenLease, reason: VoidReason): void;
}

/** `day-over`: leased, and never needed before the business day ended. */
export type VoidReason = 'day-over';

/**
 * The next number of a standalone kiosk: the endless lease is created on the first use of a series on a day, behind
 * everything that was leased before, so that nobody ever goes without a number (law 1).
 */
export function takeNumber(leases: LeaseTable, day: BusinessDay, series: string): TicketNumber {
  const sequence = leases.take(day, series) ?? takeFromEndless(leases, day, series);
  return ticketNumber(series, sequence);
}

function takeFromEndless(leases: LeaseTable, day: BusinessDay, series: string): number {
  leases.add({ day, series, first: leases.lastLeased(day, series) + 1, last: undefined, source: 'local' });
  const sequence = leases.take(day, series);
  if (sequence === undefined) throw new Error('an endless lease has no number');
  return sequence;
}

/** At the start of a business day: what earlier days leased and did not need becomes void, so that every gap is explained. */
export function closeEarlierDays(leases: LeaseTable, today: BusinessDay): void {
  for (const lease of leases.openBefore(today)) leases.voidRest(lease, 'day-over');
}
