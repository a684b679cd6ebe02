import type { IdentitySourceName } from './visit.ts';

/** Who the hospital is told about. Texts are NFC and free of control characters; dates are `yyyy-mm-dd`. */
export interface Patient {
  /** `undefined` for a visit without papers, or when the card's text was damaged. Family name first, as Vietnamese names are written. */
  readonly fullName: string | undefined;
  readonly birth: PatientBirth | undefined;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly address: string | undefined;
  readonly citizen: CitizenDocument | undefined;
  readonly insurance: InsuranceDocument | undefined;
  /** Where the name and birth date come from. */
  readonly source: IdentitySourceName;
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
  /** True when the card tells a validity that did not read: then a missing end is not an open one. */
  readonly validityNotReadable?: boolean | undefined;
  readonly fiveYearsOn: string | undefined;
  readonly benefitLevel: string | undefined;
}
