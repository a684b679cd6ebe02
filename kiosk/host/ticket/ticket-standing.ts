import type { VisitStore } from '#backend-client/contract/store.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { TicketStanding } from '#kiosk/flow/events.ts';
import { type TicketCode, ticketCode } from './ticket-code.ts';
import type { TicketTags } from './ticket-tag.ts';

/** Who can tell whose a ticket is. */
export interface TicketJudges {
  readonly store: Pick<VisitStore, 'ticketStanding'>;
  /** Under the hospital's ticket key; `undefined` without `site.ticketKeyFile`. */
  readonly hospitalTags: TicketTags | undefined;
  /** Under a key of this kiosk's own: its tickets are known again when its store was lost. */
  readonly ownTags: TicketTags;
  readonly facilityCode: string;
  /** This kiosk stores visits; else it only measures. */
  readonly isCheckIn: boolean;
}

/**
 * What a ticket is worth that somebody shows (field fault K6).
 *
 * - `ours`: a visit of this kiosk, by number, day and visit; also under a number that the visit has given up since.
 * - `vouched`: this kiosk does not know the visit, and a kiosk of this hospital has made the ticket.
 * - `not-verified`: nothing here can tell (law 9): a kiosk that only measures, without the hospital's ticket key.
 * - `unknown`: made up, altered, of another hospital, or of another kiosk while nobody has given this one the ticket key.
 */
export function ticketStandingOf(
  ticket: TicketCode,
  { store, hospitalTags, ownTags, facilityCode, isCheckIn }: TicketJudges,
): TicketStanding {
  if (ticket.facilityCode !== facilityCode.toUpperCase()) return 'unknown';
  const known = store.ticketStanding(ticket);
  if (known === 'ours' || known === 'withdrawn') return 'ours';
  if (hospitalTags?.vouchFor(ticket) || ownTags.vouchFor(ticket)) return 'vouched';
  if (hospitalTags) return 'unknown';
  return isCheckIn && known === 'unknown' ? 'unknown' : 'not-verified';
}

/** Without the hospital's key, a kiosk that only measures takes every ticket as not verified. */
export function canJudge({ hospitalTags, isCheckIn }: Pick<TicketJudges, 'hospitalTags' | 'isCheckIn'>): boolean {
  return isCheckIn || hospitalTags !== undefined;
}

/** The code of a visit's ticket, on paper and on the screen. */
export function ticketCodeOf(
  { day, number, visitId }: Pick<StoredVisit, 'day' | 'number' | 'visitId'>,
  { hospitalTags, ownTags, facilityCode }: Omit<TicketJudges, 'store' | 'isCheckIn'>,
): string {
  const code = { facilityCode, day, number: number.text, visitId };
  return ticketCode({ ...code, tag: (hospitalTags ?? ownTags).tagOf(code) });
}
