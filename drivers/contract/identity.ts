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

/**
 * How somebody showed who they are; kept with each visit (care.md §4).
 *
 * - `passport-mrz`: the two lines of a passport, or a like travel document, under the scanner.
 * - `patient-card`: the code of the hospital's own patient card under the scanner.
 * - `typed`: a number, or a name with birth year or phone, typed on the screen: nothing was shown to the kiosk.
 * - `phone-shown`: the card stands on a phone (VNeID, VssID) whose code does not read; staff confirm it. A code on a phone that
 *   reads is `qr-cccd` or `qr-bhyt`, because it does not show which of them held it.
 * - `none`: a visit without papers, of which nothing was said.
 */
export type IdentitySource =
  | 'qr-cccd'
  | 'qr-bhyt'
  | 'chip'
  | 'passport-mrz'
  | 'patient-card'
  | 'typed'
  | 'phone-shown'
  | 'none';

export type Sex = 'male' | 'female' | 'unknown';

/** Old cards carry only the year, some the month. `date` is `yyyy-mm-dd`, `month` is `yyyy-mm`. */
export type BirthDate =
  | { readonly precision: 'day'; readonly date: string }
  | { readonly precision: 'month'; readonly month: string }
  | { readonly precision: 'year'; readonly year: number };

export type IdentityDocument = CitizenCard | InsuranceCard | OldIdentityCard | Passport | PatientCode | Undocumented;

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

/** CMND, the identity card before the CCCD: only typed, it has no code. */
export interface OldIdentityCard {
  readonly kind: 'old-identity-card';
  /** 9 digits. */
  readonly number: string;
}

/** A passport, or another travel document with a machine-readable zone (ICAO 9303). */
export interface Passport {
  readonly kind: 'passport';
  /** 1–22 of `[A-Z0-9]` from a zone, 6–9 when typed. Unique only together with who issued it. */
  readonly number: string;
  /** Issuing state or organisation, 1–3 letters of ICAO 9303 part 3 §5: `VNM`, `D`; `undefined` when it was typed. */
  readonly issuer: string | undefined;
  /** In the same codes. */
  readonly nationality: string | undefined;
  /** `yyyy-mm-dd` */
  readonly expiresOn: string | undefined;
}

/** The hospital's own code of its patient (MA_BN), from its patient card or typed. */
export interface PatientCode {
  readonly kind: 'patient-code';
  /** Prefix and digits as the site file says (`checkIn.waysIn.patientCode`), letters in capitals. */
  readonly number: string;
}

/** Nobody has shown anything that bears a number: what is known was said at the kiosk, or is shown to staff on a phone. */
export interface Undocumented {
  readonly kind: 'undocumented';
  readonly number?: undefined;
  /** As the patient typed it: digits with an optional leading +, 8–15 digits. */
  readonly phone: string | undefined;
}

/**
 * - `birth-place-unknown`, `sex-does-not-match-number`, `year-does-not-match-number`: soft rules of a circular that lapsed on 1 July 2024.
 * - `birth-not-readable`: a date of birth stands on the card, but it is none, or lies in the future or 130 years ago: left out; or its day is
 *   none of its month: the day left out.
 * - `text-damaged`: a name or address arrived broken and is left out.
 * - `text-repaired`: Latin-1 damage was undone, or an encoding from before Unicode was converted.
 * - `insurance-number-unusual`: 15 characters not of the known form, or 12 digits.
 * - `validity-not-readable`: the card says from when or until when it is valid, and that does not read, or its number was typed;
 *   nobody knows.
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
