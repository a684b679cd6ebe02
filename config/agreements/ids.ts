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

/**
 * One visit to the hospital. 20 characters of Crockford base32, printed inside the ticket's QR: the time (ms, 45 bits) and 55
 * random bits. Ids of one kiosk sort by time, so that its store writes them one after the other; whoever knows to the
 * millisecond when somebody registered has still 2^55 ids to try.
 */
export type VisitId = Branded<'VisitId'>;

/** One reading of one visit. Random. */
export type ReadingId = Branded<'ReadingId'>;

/** What somebody said of how it went; leads to nobody. Random. */
export type OpinionId = Branded<'OpinionId'>;

/** One call for a person. Random. */
export type AlertId = Branded<'AlertId'>;

/**
 * Who has called for a person: a session, or whoever opened the help sheet once while nobody was being served. Never stored: after a
 * restart of the host nobody can be that caller any more.
 */
export type CallerId = SessionId | Branded<'CallerAtRest'>;

/** HL7 MSH-10 of one rendering for one endpoint. At most 20 characters; a retry carries the same one. */
export type ControlId = Branded<'ControlId'>;

/** A local calendar day at the facility, `yyyy-mm-dd`. */
export type BusinessDay = Branded<'BusinessDay'>;

/** The letters of all ids here: capitals and digits that nobody takes for one another (Crockford base32). */
export const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const idLength = 20;
const timeLength = 9;

/** Crockford base32, a character from each random byte (5 bits of it are used). */
function base32(randomBytes: RandomBytes, length = idLength): string {
  let text = '';
  for (const byte of randomBytes(length)) text += crockford[byte & 31];
  return text;
}

/** Sorts as the number does. 45 bits of ms reach into the year 3084. */
function timeInBase32(at: number): string {
  let text = '';
  for (let rest = Math.max(0, Math.floor(at)); text.length < timeLength; rest = Math.floor(rest / 32)) {
    text = (crockford[rest % 32] ?? '0') + text;
  }
  return text;
}

/** The random source is a parameter so that a test can name its ids. */
export type RandomBytes = (size: number) => Uint8Array;

export function createSessionId(randomBytes: RandomBytes): SessionId {
  return base32(randomBytes) as SessionId;
}

/** `at` in epoch ms. Nothing relies on the order: a clock that was set back costs the store some speed. */
export function createVisitId(randomBytes: RandomBytes, at: number): VisitId {
  return (timeInBase32(at) + base32(randomBytes, idLength - timeLength)) as VisitId;
}

export function createReadingId(randomBytes: RandomBytes): ReadingId {
  return base32(randomBytes) as ReadingId;
}

export function createOpinionId(randomBytes: RandomBytes): OpinionId {
  return base32(randomBytes) as OpinionId;
}

export function createAlertId(randomBytes: RandomBytes): AlertId {
  return base32(randomBytes) as AlertId;
}

/** For a call from the resting screen: nobody else can ever be this caller. */
export function createCallerId(randomBytes: RandomBytes): CallerId {
  return base32(randomBytes) as CallerId;
}

export function createControlId(randomBytes: RandomBytes): ControlId {
  return base32(randomBytes) as ControlId;
}
