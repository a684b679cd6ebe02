/** What a scanned code is to a check-in: a person's card, or our own slip, which names an appointment and nobody. */
export type ScannedDocument = Identity | AppointmentSlip;

/**
 * Who a card says somebody is. Decoded and bounded, never judged: rules of law that lapsed are warnings, not refusals
 * (law 9). Texts are NFC, trimmed, without control characters, at most 255 characters.
 */
export interface Identity {
  readonly source: IdentitySource;
  /** As printed on the card; `undefined` when the bytes were damaged. */
  readonly fullName: string | undefined;
  readonly birth: BirthDate | undefined;
  readonly sex: Sex;
  readonly address: string | undefined;
  readonly document: IdentityDocument;
  readonly warnings: readonly IdentityWarning[];
}

/** Kept with each visit. The catalogue of the notes: QR_CCCD, CHIP, VNEID, QR_BHYT, TYPED, STAFF; `none` is a visit without papers. */
export type IdentitySource = 'qr-cccd' | 'qr-bhyt' | 'chip' | 'none';

export type Sex = 'male' | 'female' | 'unknown';

/** Old cards carry only the year, some the month. `date` is `yyyy-mm-dd`, `month` is `yyyy-mm`. */
export type BirthDate =
  | { readonly precision: 'day'; readonly date: string }
  | { readonly precision: 'month'; readonly month: string }
  | { readonly precision: 'year'; readonly year: number };

export type IdentityDocument = CitizenCard | InsuranceCard;

/** CCCD or Căn cước (vietnam.md §1). */
export interface CitizenCard {
  readonly kind: 'citizen-card';
  /** 12 digits, leading zeros kept. */
  readonly number: string;
  /** The old CMND: 9 digits, or 12 on newer data, and then only on a card whose every other field is in its place. */
  readonly oldNumber: string | undefined;
  /** `yyyy-mm-dd`. */
  readonly issuedOn: string | undefined;
}

/** BHYT card, old (15 parts) or new (17 parts) (vietnam.md §2). */
export interface InsuranceCard {
  readonly kind: 'insurance-card';
  /** 15 characters `DN4010199999999`, or the 10 digits of the social-insurance number on new cards; perhaps the 12-digit number. */
  readonly number: string;
  /** MA_DKBD, 5 characters: province and facility of first registration. */
  readonly facilityCode: string | undefined;
  /** `yyyy-mm-dd`. */
  readonly validFrom: string | undefined;
  /** `yyyy-mm-dd`; `undefined` is open-ended, unless the identity warns `validity-not-readable`. */
  readonly validTo: string | undefined;
  /** `yyyy-mm-dd`: when five years of unbroken insurance are reached. */
  readonly fiveYearsOn: string | undefined;
  /** 1–5: character 3 of a 15-character number, or field 14 of a new card. */
  readonly benefitLevel: string | undefined;
}

/**
 * - `birth-place-unknown`, `sex-does-not-match-number`, `year-does-not-match-number`: soft rules of a circular that lapsed on 1 July 2024.
 * - `birth-not-readable`: a date of birth stands on the card, but it is none, or lies in the future or 130 years ago: left out; or its day is
 *   none of its month: the day left out.
 * - `text-damaged`: a name or address arrived broken and is left out.
 * - `text-repaired`: Latin-1 damage was undone, or an encoding from before Unicode was converted.
 * - `insurance-number-unusual`: 15 characters not of the known form, or 12 digits.
 * - `validity-not-readable`: the card says from when or until when it is valid, and that does not read; nobody knows.
 * - `extra-fields`: more fields than the known layouts; kept nowhere.
 */
export type IdentityWarning =
  | 'birth-place-unknown'
  | 'sex-does-not-match-number'
  | 'year-does-not-match-number'
  | 'birth-not-readable'
  | 'text-damaged'
  | 'text-repaired'
  | 'insurance-number-unusual'
  | 'validity-not-readable'
  | 'extra-fields';

/** The QR of an appointment slip: `identity-documents/appointment-qr.ts`. */
export interface AppointmentSlip {
  readonly source: 'qr-appointment';
  readonly document: AppointmentReference;
}

export interface AppointmentReference {
  readonly kind: 'appointment';
  /** Of the hospital that gave it, in capitals. */
  readonly facilityCode: string;
  /** The hospital's own word for it, 1–64 of `[A-Za-z0-9._-]`. It stands for a person: never in a log. */
  readonly appointmentId: string;
}

/**
 * Why a code is not an identity. Says nothing of its content.
 *
 * - `foreign`: some other code: a product, a link, a payment.
 * - `damaged`: begins like a card but its fields do not read, or two cards ran into each other.
 * - `oversized`: longer than any card.
 * - `scanner-trouble`: what came is no whole code, for a reason that lies with the scanner or its settings, not with a card.
 */
export interface UnreadableCode {
  readonly kind: 'foreign' | 'damaged' | 'oversized' | 'scanner-trouble';
}
