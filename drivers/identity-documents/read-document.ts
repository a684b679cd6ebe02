import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { Identity, ScannedDocument, UnreadableCode } from '../contract/identity.ts';
import type { PatientCodeForm } from '../contract/patient-code-form.ts';
import { readAppointment } from './appointment-qr.ts';
import * as bhyt from './bhyt-qr.ts';
import { type CardText, readCardText } from './card-text.ts';
import * as cccd from './cccd-qr.ts';
import { readPassportZone, zoneStanding } from './passport-mrz.ts';
import { readPatientCode } from './patient-code.ts';

/**
 * What a scanned code says about who somebody is. Start reading the formats here.
 *
 * Apps on a phone: VssID shows the code of the insurance card (notes §3, SINGLE) and reads as one. What VNeID shows is
 * UNKNOWN and contested: it is read where it has the fields of the citizen card, as two public programs take it, and is
 * `foreign` otherwise (a code of its own that only the state can check). Which of them held it, card or phone, does not show.
 *
 * Refused is only what names nobody for certain: other codes, and cards whose beginning or end was lost, which the next
 * scan gives whole. Whatever else is odd is a warning (law 9).
 *
 * Pure, and made for hostile input: it never throws, and nothing of a code that is not a card is kept. A QR is not signed
 * and can be copied: it names a person, it does not prove one.
 */
export function readDocument(
  bytes: Uint8Array,
  { today, patientCode }: ReadingPlace = {},
): Result<ScannedDocument, UnreadableCode> {
  if (bytes.length > longestCodeBytes) return problem({ kind: 'oversized' });
  const fields = fieldsOf(bytes);
  const [first] = fields;
  if (first && fields.length === 1) {
    const appointment = readAppointment(first.text);
    if (appointment) return ok(appointment);
    const passport = readPassportZone(first.text, today);
    if (passport) return passport;
    const code = readPatientCode(first.text, patientCode);
    if (code !== undefined) return ok(patientCard(code));
  }
  const kind = kindOf(fields);
  switch (kind) {
    case 'cccd':
      return cccd.readCccd(fields);
    case 'bhyt':
      return bhyt.readBhyt(fields);
    case 'remains-of-a-card':
      return problem({ kind: 'damaged' });
    case 'foreign':
      return problem({ kind: 'foreign' });
    default:
      return unreachable(kind);
  }
}

/** What is known where a code is read. */
export interface ReadingPlace {
  /** The facility's day, `yyyy-mm-dd`: a passport tells no century of birth. */
  readonly today?: string | undefined;
  /** How the hospital's own patient card looks, where it has one. */
  readonly patientCode?: PatientCodeForm | undefined;
}

function patientCard(number: string): Identity {
  return {
    source: 'patient-card',
    fullName: undefined,
    birth: undefined,
    sex: 'unknown',
    address: undefined,
    document: { kind: 'patient-code', number },
    warnings: [],
  };
}

/**
 * How far a code is a document, for whoever must know whether more of it may follow.
 *
 * - `whole`: by its own rules nothing is missing, so that its end needs no sign of the scanner's.
 * - `readable`: it names somebody, but it could be longer.
 * - `plain`: it names somebody, but such a number may stand in any other code: it counts where nothing stands around it.
 * - `begins`: the first line of a document of several lines.
 * - `nothing`: it is no document.
 */
export type DocumentStanding = 'whole' | 'readable' | 'plain' | 'begins' | 'nothing';

export function standingOf(bytes: Uint8Array, place: ReadingPlace = {}): DocumentStanding {
  const read = readDocument(bytes, place);
  const fields = fieldsOf(bytes).map(({ text }) => text);
  if (!read.ok) return fields.length === 1 && zoneStanding(fields[0] ?? '') === 'begins' ? 'begins' : 'nothing';
  switch (read.value.source) {
    case 'passport-mrz':
      return zoneStanding(fields[0] ?? '');
    case 'patient-card':
      return 'plain';
    case 'qr-appointment':
      // Its id is of any length: cut anywhere, it would be another appointment.
      return 'readable';
    case 'qr-bhyt':
      return isWholeBhyt(fields) ? 'whole' : 'readable';
    default:
      return isWholeCccd(read.value, fields.length) ? 'whole' : 'readable';
  }
}

function isWholeCccd({ birth, sex, document }: Identity, fieldCount: number): boolean {
  const isKnownLayout = fieldCount === cccd.fieldsOfOldCard || fieldCount === cccd.fieldsOfNewCard;
  const isIssued = document.kind === 'citizen-card' && document.issuedOn !== undefined;
  return isKnownLayout && isIssued && birth !== undefined && sex !== 'unknown';
}

/** Ended by its terminator; or an old card whose check, its last field, is complete. */
function isWholeBhyt(fields: readonly string[]): boolean {
  const [number = ''] = fields;
  if (fields.at(-1) === '$' || fields.at(-1) === '#') return true;
  const isOldLayout = fields.length === bhyt.fieldsOfOldCard && number.length === 15;
  return isOldLayout && /^[\da-f]{15,16}-\d{4}$/i.test(fields.at(-1) ?? '');
}

/** The new insurance card has 16 and a terminator; behind so many bars nothing is looked at any more. */
const mostFields = 20;

/** Each field is decoded on its own, so that damage in a name leaves the number and the dates readable. */
function fieldsOf(bytes: Uint8Array): readonly CardText[] {
  const fields: CardText[] = [];
  let start = 0;
  for (let end = bytes.indexOf(bar); end !== -1 && fields.length < mostFields; end = bytes.indexOf(bar, start)) {
    fields.push(readCardText(bytes.subarray(start, end)));
    start = end + 1;
  }
  fields.push(readCardText(bytes.subarray(start)));
  return fields;
}

/** `|`. In UTF-8 this byte is never a part of another character. */
const bar = 0x7c;

/** The first field tells the cards apart (notes §0.1). Without any `|` twelve digits are a product (UPC-A), not a person. */
function kindOf(fields: readonly CardText[]): 'cccd' | 'bhyt' | 'remains-of-a-card' | 'foreign' {
  const first = fields[0]?.text ?? '';
  if (fields.length > 1) {
    if (/^\d{12}$/.test(first)) return hasTextInHex(fields) ? kindOfInsurance(fields) : 'cccd';
    if (/^(\d{10}|[A-Za-z]{2}[A-Za-z0-9]{13})$/.test(first)) return 'bhyt';
  }
  return hasBirthWhereCardsHaveIt(fields) ? 'remains-of-a-card' : 'foreign';
}

/** A name in hex, which only insurance cards have. On a citizen card an old number of digits stands in its place. */
function hasTextInHex(fields: readonly CardText[]): boolean {
  return /^(?=.*[a-f])([0-9a-f]{2})+$/i.test(fields[1]?.text ?? '');
}

/**
 * Since August 2025 the 12-digit number takes the place of the social-insurance number; what cards carry then is UNKNOWN
 * (notes §11), so a new layout with it is read. In the old layout twelve digits are what is left of a longer number.
 */
function kindOfInsurance(fields: readonly CardText[]): 'bhyt' | 'remains-of-a-card' {
  return fields.length >= bhyt.fieldsOfNewCard ? 'bhyt' : 'remains-of-a-card';
}

/** A card whose beginning was lost or mangled: the fourth field of a CCCD, the third of a BHYT. */
function hasBirthWhereCardsHaveIt(fields: readonly CardText[]): boolean {
  if (fields.length < 5) return false;
  return /^\d{8}$/.test(fields[3]?.text ?? '') || /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(fields[2]?.text ?? '');
}
