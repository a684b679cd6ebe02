/**
 * Names for identifiers, so that the compiler refuses a visit where a session is meant.
 *
 * A branded id is a plain string on every wire. Whoever creates or reads one (the host's random source, the store, the
 * bridge's validation) brands it there, once.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** One patient at one kiosk, from the first scan to the last screen. Random, never reused, dies with the session. */
export type SessionId = Branded<'SessionId'>;

/** One visit to the hospital. 20 characters of Crockford base32 (100 random bits); printed inside the ticket's QR. */
export type VisitId = Branded<'VisitId'>;

/** One reading of one visit. Random like a visit's. */
export type ReadingId = Branded<'ReadingId'>;

/** One call for a person. Random like a visit's. */
export type AlertId = Branded<'AlertId'>;

/** HL7 MSH-10 of one rendering for one endpoint. At most 20 characters; a retry carries the same one. */
export type ControlId = Branded<'ControlId'>;

/** A local calendar day at the facility, `yyyy-mm-dd`. */
export type BusinessDay = Branded<'BusinessDay'>;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 20 characters of Crockford base32 from 20 random bytes (5 bits of each are used). */
function base32(randomBytes: (size: number) => Uint8Array): string {
  let text = '';
  for (const byte of randomBytes(20)) text += crockford[byte & 31];
  return text;
}

/** The random source is a parameter so that a test can name its ids. */
export type RandomBytes = (size: number) => Uint8Array;

export function createSessionId(randomBytes: RandomBytes): SessionId {
  return base32(randomBytes) as SessionId;
}

export function createVisitId(randomBytes: RandomBytes): VisitId {
  return base32(randomBytes) as VisitId;
}

export function createReadingId(randomBytes: RandomBytes): ReadingId {
  return base32(randomBytes) as ReadingId;
}

export function createAlertId(randomBytes: RandomBytes): AlertId {
  return base32(randomBytes) as AlertId;
}

export function createControlId(randomBytes: RandomBytes): ControlId {
  return base32(randomBytes) as ControlId;
}
