import type { BusinessDay } from '#config/agreements/ids.ts';

/**
 * A lease is a run of numbers of one series on one business day that belongs to this kiosk alone (design §8). Taking a number is the
 * same for every policy (`policy.ts`): the lowest lease that still has one.
 */
export interface Lease {
  readonly day: BusinessDay;
  readonly series: string;
  readonly first: number;
  /** `undefined` is endless. */
  readonly last: number | undefined;
  readonly source: LeaseSource;
}

/** `local`: endless, the kiosk's own. `hub`: a block that the hub has given to this kiosk. */
export type LeaseSource = 'local' | 'hub';

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
  /** Whether any of these numbers is in a lease already. */
  isLeased(lease: Pick<Lease, 'day' | 'series' | 'first' | 'last'>): boolean;
  /** Bounded leases of earlier days that nobody has closed; some may have no number left. */
  openBefore(day: BusinessDay): readonly OpenLease[];
  /** Records each number from `next` to `last` as void and the lease as used up. */
  voidRest(lease: OpenLease, reason: VoidReason): void;
}

/** `day-over`: leased, and never needed before the business day ended. */
export type VoidReason = 'day-over';

/** At the start of a business day: what earlier days leased and did not need becomes void, so that every gap is explained. */
export function closeEarlierDays(leases: LeaseTable, today: BusinessDay): void {
  for (const lease of leases.openBefore(today)) leases.voidRest(lease, 'day-over');
}
