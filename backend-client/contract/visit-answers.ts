import type { Language } from '#config/agreements/language.ts';
import type { Relation } from '#config/catalogues/relations.ts';
import type { ScreeningSign } from '#config/catalogues/screening-signs.ts';

/**
 * What a patient said at the kiosk beyond who they are, where they go and why. A field that is left out was not asked, or is not known.
 * Sealed with the visit, never printed, never in a log.
 */
export interface VisitAnswers {
  /** Who checked the patient in, when it was not the patient. */
  readonly companion?: Companion | undefined;
  /** One for each purpose that was asked about, also where it was refused. */
  readonly consents?: readonly ConsentAnswer[] | undefined;
  readonly particulars?: Particulars | undefined;
  readonly screening?: ScreeningAnswer | undefined;
  readonly preparation?: PreparationAnswer | undefined;
  readonly referral?: ReferralLetter | undefined;
}

export { type Relation, relations } from '#config/catalogues/relations.ts';

/** The adult who stands at the kiosk. */
export interface Companion {
  readonly relation: Relation;
  /** From the companion's card or keyboard; `undefined` when only the relation was said. */
  readonly fullName: string | undefined;
  /** 12 digits. */
  readonly citizenNumber: string | undefined;
  /** That name and number of their card may be noted; left out while these were not asked for. Refused: both are `undefined`. */
  readonly consent?: ConsentAnswer | undefined;
}

/** Proof of one answer (Law 91/2025/QH15): who said what, to which words, in which language, and how long these stood on the screen. */
export interface ConsentAnswer {
  /** Of the site file; `companion-details` for the companion's own. */
  readonly purpose: string;
  readonly granted: boolean;
  /** SHA-256 of the words as they were shown, 64 hexadecimal digits. */
  readonly wordsHash: string;
  readonly language: Language;
  readonly shownMs: number;
  readonly by: 'patient' | 'guardian' | 'patient-and-guardian' | 'companion';
  /** Epoch ms; given by the store when the answer is kept. */
  readonly at?: number | undefined;
}

/** Asked once, then only confirmed (Circular 38/2024/TT-BYT). */
export interface Particulars {
  /** Code of `config/catalogues/ethnicities.ts`. */
  readonly ethnicity?: string | undefined;
  /** Code of `config/catalogues/occupations.ts`. */
  readonly occupation?: string | undefined;
  /** One line, at most 255 characters. */
  readonly address?: string | undefined;
  /** Digits with an optional leading +, 8–15 digits. */
  readonly phone?: string | undefined;
}

/** No diagnosis: it routes, and staff look (TT 15/2026 art. 10). */
export interface ScreeningAnswer {
  readonly signs: readonly ScreeningSign[];
  /** Measured here, °C. */
  readonly temperature?: number | undefined;
  readonly isolate: boolean;
}

export interface PreparationAnswer {
  /** "Have you eaten?" */
  readonly hasEaten: boolean;
}

/** Phiếu chuyển cơ sở khám bệnh, chữa bệnh, as far as the patient said (Circular 01/2025/TT-BYT). */
export interface ReferralLetter {
  /** `yyyy-mm-dd` */
  readonly signedOn: string | undefined;
  /** `one-year`: for a disease on the list. */
  readonly validFor: 'ten-working-days' | 'one-year' | undefined;
  readonly standing: 'valid' | 'expired' | 'not-known';
}
