import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';

/**
 * What the QR on a ticket says:
 *
 *     TIEPDON:1:<facility>:<yyyymmdd>:<number>:<visit>:<tag>        TIEPDON:1:27005:20261121:UA012:7ZK3…:0X4T…
 *
 * `1` is the version of this layout. A number is `UA012`, or `A-K2-07` under a kiosk's mark. The facility is MA_CSKCB in capitals, the day the facility's business day, the visit
 * 20 characters of Crockford base32, the tag 16 of them (`ticket-tag.ts`): it says that a kiosk of this hospital has made
 * the code. Tickets of earlier versions end behind the visit. Only capitals, digits, `-` and `:`, so that a QR takes it in its alphanumeric mode and
 * stays coarse enough for a thermal printer. Nothing in it is about a person: it opens a visit only for somebody who has
 * access to the hospital's system.
 */
export interface TicketCode {
  /** In capitals. */
  readonly facilityCode: string;
  readonly day: BusinessDay;
  readonly number: string;
  readonly visitId: VisitId;
  /** `undefined` on a ticket of an earlier version. */
  readonly tag: string | undefined;
}

/** All that a tag vouches for. */
export type UntaggedCode = Omit<TicketCode, 'tag'>;

export function ticketCode({ tag, ...code }: TicketCode): string {
  return tag === undefined ? untaggedCode(code) : `${untaggedCode(code)}:${tag}`;
}

export function untaggedCode({ facilityCode, day, number, visitId }: UntaggedCode): string {
  return ['TIEPDON', '1', facilityCode, day.replaceAll('-', ''), number, visitId].join(':').toUpperCase();
}

/** Facility, year, month, day, number, visit, perhaps a tag; bounded throughout, a code comes from anywhere. */
const layout =
  /^TIEPDON:1:([A-Z0-9]{1,20}):(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]):([A-Z]{1,8}(?:\d{1,8}|-[A-Z0-9]{1,8}-\d{2,8})):([0-9A-HJKMNP-TV-Z]{20})(?::([0-9A-HJKMNP-TV-Z]{16}))?$/;

/** `undefined` for everything that is not a ticket's code. */
export function readTicketCode(text: string): TicketCode | undefined {
  const match = layout.exec(text);
  if (!match) return undefined;
  const [, facilityCode = '', year = '', month = '', day = '', number = '', visitId = '', tag] = match;
  return { facilityCode, day: `${year}-${month}-${day}` as BusinessDay, number, visitId: visitId as VisitId, tag };
}
