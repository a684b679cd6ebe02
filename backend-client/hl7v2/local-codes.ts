import type { InsurancePath } from '#config/catalogues/insurance-results.ts';
import type { PriorityGround } from '#config/catalogues/priority-grounds.ts';
import type { ChipVerdict, IdentitySourceName } from '../contract/patient.ts';
import type { Relation } from '../contract/visit-answers.ts';

/**
 * Codes of ours inside HL7 fields, where HL7 leaves the table to the two sides and Vietnam has not filled it.
 *
 * Vietnam has no OIDs for CCCD or BHYT and no national HL7 v2 profile (both UNKNOWN in the notes), so the assigning
 * authorities are plain namespace ids.
 */

/** The defaults of the site file, for whoever has none: the simulated hospital. */
export const assigningAuthorities = {
  /** 12-digit personal number on CCCD and Căn cước cards, given by the Ministry of Public Security. */
  citizenNumber: 'CCCD',
  /** Number of the identity card that the CCCD replaced: 9 digits, or 12 on newer data. */
  oldCitizenNumber: 'CMND',
  /** Vietnam Social Security: card numbers (15 characters) and social-insurance numbers (10 digits). */
  insuranceNumber: 'BHXH',
} as const;

/** CX.4 of a passport's number; CX.9 says which state gave it (ICAO 9303 part 3 §5), where the passport was read. */
export const passportAuthority = 'PASSPORT';

/** Table 0203. `SB` for BHYT and `NI` for both citizen numbers are those of the draft VN Core FHIR guide. */
export const identifierTypes = {
  national: 'NI',
  insurance: 'SB',
  visit: 'VN',
  patient: 'PI',
  passport: 'PPN',
  facility: 'FI',
} as const;

/** PID-32, user-defined table 0445: how much a number and a name are worth depends on where they were read. */
export const identitySources = {
  'qr-cccd': 'QR_CCCD',
  'qr-bhyt': 'QR_BHYT',
  chip: 'CHIP',
  'passport-mrz': 'PASSPORT_MRZ',
  'patient-card': 'PATIENT_CARD',
  typed: 'TYPED',
  'phone-shown': 'VNEID_SHOWN',
  none: 'NONE',
} as const satisfies Record<IdentitySourceName, string>;

/** Second repetition of PID-32: what the chip of the citizen card has proved. */
export const chipVerdicts: Readonly<Record<ChipVerdict, string>> = {
  genuine: 'CHIP_GENUINE',
  'not-verified': 'CHIP_NOT_VERIFIED',
  'does-not-match': 'CHIP_DOES_NOT_MATCH',
};

/** PV2-25, user-defined table 0217. Not "urgent": the priority lane of the law on examination and treatment, article 3.2. */
export const priorityVisit = 'P';

/** PV2-7, user-defined table 0130: the ground of the priority. */
export const priorityGrounds = {
  'age-75': 'AGE75',
  'under-6': 'UNDER6',
  emergency: 'EMERGENCY',
  'crisis-reading': 'CRISIS',
  pregnancy: 'PREGNANCY',
  'severe-disability': 'DISABILITY',
  merit: 'MERIT',
} as const satisfies Readonly<Record<PriorityGround, string>>;

/** Second repetition of PV2-7: staff check, because the card shows only a year, the patient has said so, or a device. */
export const priorityUncertain = 'CHECK';

/** PV1-20, user-defined table 0064: where the insurance check leads (`InsurancePath`). */
export const financialClasses: Readonly<Record<InsurancePath, string>> = {
  insured: 'INSURED',
  'insured-show-papers': 'INSURED-PAPERS',
  'insured-by-new-card': 'INSURED-NEW-CARD',
  expired: 'EXPIRED',
  'see-desk': 'SEE-DESK',
  'scan-again': 'SCAN-AGAIN',
  'not-verified': 'NOT-VERIFIED',
};

/** IN1-2, IN1-3 and IN1-4: the one statutory health insurance. */
export const insurancePlan = {
  plan: 'BHYT',
  planName: 'Bảo hiểm y tế',
  company: 'BHXH',
  companyName: 'Bảo hiểm xã hội Việt Nam',
} as const;

/** Coding system of our own codes (HL7 table 0396: local). */
export const localCodingSystem = 'L';

/** NK1-3, table 0063: what the companion is to the patient. */
export const relationships = {
  parent: { code: 'PAR', name: 'Parent' },
  guardian: { code: 'GRD', name: 'Guardian' },
  child: { code: 'CHD', name: 'Child' },
  spouse: { code: 'SPO', name: 'Spouse' },
  relative: { code: 'EXF', name: 'Extended family' },
  other: { code: 'OTH', name: 'Other' },
} as const satisfies Readonly<Record<Relation, { readonly code: string; readonly name: string }>>;

/** NK1-7, user-defined table 0131: came with the patient; whom to call in an emergency nobody was asked. */
export const companionRole = { code: 'COMPANION', text: 'Người đi cùng' } as const;

/** SCH-6: why the message about the appointment is sent. */
export const arrivalReason = { code: 'ARRIVAL', text: 'Người bệnh đã đến' } as const;
