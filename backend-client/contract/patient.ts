/** The value stored with each visit; the same words as the drivers' `IdentitySource`. */
export type IdentitySourceName =
  | 'qr-cccd'
  | 'qr-bhyt'
  | 'chip'
  | 'passport-mrz'
  | 'patient-card'
  | 'typed'
  | 'phone-shown'
  | 'none';

/** Who the hospital is told about. Texts are NFC and free of control characters; dates are `yyyy-mm-dd`. */
export interface Patient {
  /** `undefined` for a visit without papers, or when the card's text was damaged. Family name first, as Vietnamese names are written. */
  readonly fullName: string | undefined;
  readonly birth: PatientBirth | undefined;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly address: string | undefined;
  readonly citizen: CitizenDocument | undefined;
  readonly insurance: InsuranceDocument | undefined;
  /** The identity card before the CCCD, where it was typed; what a citizen card says of it is its `oldNumber`. */
  readonly oldIdentityCard?: OldIdentityDocument | undefined;
  readonly passport?: PassportDocument | undefined;
  /** MA_BN, as the patient's own card of the hospital says it or as it was typed; what the hospital answers is `Contact.patientCode`. */
  readonly patientCode?: string | undefined;
  /** A phone number that somebody without papers is known by, as they typed it. */
  readonly saidPhone?: string | undefined;
  /** Where the name comes from; without one, the first document. `phone-shown` where it was typed and stands on a phone for staff to see. */
  readonly source: IdentitySourceName;
  /** Where the address comes from, when it is another document than the name's. */
  readonly addressSource?: IdentitySourceName | undefined;
  /** What the chip of the citizen card said; left out when it was not read. */
  readonly chip?: ChipVerdict | undefined;
}

/** As the drivers' `Genuineness`; `does-not-match` is also the chip of another card. The desk looks at it, nobody is refused. */
export type ChipVerdict = 'genuine' | 'not-verified' | 'does-not-match';

export type PatientBirth =
  | { readonly precision: 'day'; readonly date: string }
  | { readonly precision: 'month'; readonly month: string }
  | { readonly precision: 'year'; readonly year: number };

export interface CitizenDocument {
  /** 12 digits, leading zeros kept. */
  readonly number: string;
  readonly oldNumber: string | undefined;
  readonly issuedOn: string | undefined;
}

export interface InsuranceDocument {
  /** 15 characters or 10 digits, as on the card; perhaps 12 digits. */
  readonly number: string;
  readonly facilityCode: string | undefined;
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  /** True when the card tells a validity that did not read, or only its number was typed: then a missing end is not an open one. */
  readonly validityNotReadable?: boolean | undefined;
  readonly fiveYearsOn: string | undefined;
  readonly benefitLevel: string | undefined;
}

export interface OldIdentityDocument {
  /** CMND, 9 digits. */
  readonly number: string;
}

export interface PassportDocument {
  /** Capitals and digits; unique only together with `issuer`. */
  readonly number: string;
  /** ICAO 9303 codes, `undefined` when the number was typed. */
  readonly issuer: string | undefined;
  readonly nationality: string | undefined;
  readonly expiresOn: string | undefined;
}

/** How the hospital reaches the patient. Comes from the hospital, is shown masked, and goes back only when confirmed. */
export interface Contact {
  /** Digits with an optional leading +, 8–15 digits; `undefined` when the hospital has none. */
  readonly phone: string | undefined;
  /** The hospital's own code of this patient (MA_BN). */
  readonly patientCode: string | undefined;
  /** The patient said on the screen that the phone number is right; `false`: said that it is not. */
  readonly phoneConfirmed: boolean | undefined;
}
