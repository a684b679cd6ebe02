import type { PriorityGround } from '#config/catalogues/priority-grounds.ts';
import type { IdentitySourceName } from '../contract/patient.ts';
import type { Relation } from '../contract/visit-answers.ts';
import type { AnswerList } from '../questionnaire/answered-questions.ts';
import type { CodeableConcept, Coding } from './fhir-types.ts';

/**
 * Codes and their systems. Where FHIR names a code system it is used; codes of ours, for which FHIR leaves the choice and
 * Vietnam has not chosen, have systems that begin with `urn:tiep-don:`.
 */
const terminology = 'http://terminology.hl7.org/CodeSystem';
const ours = 'urn:tiep-don:code';
/** Draft guide of the Ministry of Health (hl7vn/vn-core-ig, 1.0.0). */
const vnCore = 'http://fhir.ehealth.gov.vn/core';

export const extensionUrls = {
  measuringCircumstances: 'urn:tiep-don:extension:measuring-circumstances',
  insuranceCheck: 'urn:tiep-don:extension:insurance-check',
  /** Where the hospital's record of a patient says something else than the card. */
  cardSays: 'urn:tiep-don:extension:card-says',
  fiveYearsOn: 'urn:tiep-don:extension:five-years-on',
  /** Which words were shown for a consent, and how. */
  consentProof: 'urn:tiep-don:extension:consent-proof',
  ethnicity: `${vnCore}/StructureDefinition/extension-race`,
  occupation: `${vnCore}/StructureDefinition/extension-occupation`,
  nationality: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
  bodyPosition: 'http://hl7.org/fhir/StructureDefinition/observation-bodyPosition',
} as const;

export const profiles = {
  bloodPressure: 'http://hl7.org/fhir/StructureDefinition/bp',
  heartRate: 'http://hl7.org/fhir/StructureDefinition/heartrate',
  vitalSigns: 'http://hl7.org/fhir/StructureDefinition/vitalsigns',
} as const;

/** HL7 table 0203; `NI`, `SB` and `PI` as in the draft VN Core guide. */
export function identifierType(code: 'NI' | 'SB' | 'PI' | 'VN' | 'FI' | 'PPN'): CodeableConcept {
  return { coding: [{ system: `${terminology}/v2-0203`, code }] };
}

export const ambulatory: Coding = { system: `${terminology}/v3-ActCode`, code: 'AMB', display: 'ambulatory' };

/** Marks what a demo site sends: not about a person. */
export const testData: Coding = { system: `${terminology}/v3-ActReason`, code: 'HTEST', display: 'test health data' };

export const vitalSigns: CodeableConcept = {
  coding: [{ system: `${terminology}/observation-category`, code: 'vital-signs', display: 'Vital Signs' }],
};

export function loinc(code: string, display: string): CodeableConcept {
  return { coding: [{ system: 'http://loinc.org', code, display }] };
}

export const sitting: CodeableConcept = {
  coding: [{ system: 'http://snomed.info/sct', code: '33586001', display: 'Sitting position' }],
};

/** As FHIR's own example of a blood pressure has them. */
export const arms = {
  left: { coding: [{ system: 'http://snomed.info/sct', code: '368208006', display: 'Left upper arm structure' }] },
  right: { coding: [{ system: 'http://snomed.info/sct', code: '368209003', display: 'Right upper arm structure' }] },
} as const satisfies Readonly<Record<string, CodeableConcept>>;

/** Law on Medical Examination and Treatment 15/2023, article 3.2. The lane, not the urgency. */
export const priorityGrounds = {
  'age-75': { code: 'age-75', text: 'Ưu tiên: từ đủ 75 tuổi' },
  'under-6': { code: 'under-6', text: 'Ưu tiên: trẻ em dưới 6 tuổi' },
  emergency: { code: 'emergency', text: 'Ưu tiên: tự khai có dấu hiệu cấp cứu' },
  'crisis-reading': { code: 'crisis-reading', text: 'Ưu tiên: huyết áp đo hai lần ở mức nguy hiểm' },
  pregnancy: { code: 'pregnancy', text: 'Ưu tiên: phụ nữ có thai' },
  'severe-disability': { code: 'severe-disability', text: 'Ưu tiên: người khuyết tật nặng, đặc biệt nặng' },
  merit: { code: 'merit', text: 'Ưu tiên: người có công với cách mạng' },
} as const satisfies Readonly<Record<PriorityGround, { readonly code: string; readonly text: string }>>;
export const prioritySystem = `${ours}:priority`;

export const purposeSystem = `${ours}:visit-purpose`;

/** What the patient answered, by the list that an answer is of. MA_NGHE_NGHIEP and VN Core's codes of peoples are not ours. */
export const answerSystems = {
  ethnicity: `${vnCore}/CodeSystem/vn-core-race`,
  occupation: `${ours}:occupation`,
  'official-occupation': `${ours}:ma-nghe-nghiep`,
  'screening-sign': `${ours}:screening-sign`,
  'referral-validity': `${ours}:referral-validity`,
  'referral-standing': `${ours}:referral-standing`,
} as const satisfies Readonly<Record<AnswerList, string>>;

/** What a companion is to the patient; `other` has no code. */
export const relationships: Readonly<Record<Relation, Coding | undefined>> = {
  parent: { system: `${terminology}/v3-RoleCode`, code: 'PRN', display: 'parent' },
  guardian: { system: `${terminology}/v3-RoleCode`, code: 'GUARD', display: 'guardian' },
  child: { system: `${terminology}/v3-RoleCode`, code: 'CHILD', display: 'child' },
  spouse: { system: `${terminology}/v3-RoleCode`, code: 'SPS', display: 'spouse' },
  relative: { system: `${terminology}/v3-RoleCode`, code: 'FAMMEMB', display: 'family member' },
  other: undefined,
};

/** "Accompanies the patient". */
export const escort: CodeableConcept = {
  coding: [{ system: `${terminology}/v3-ParticipationType`, code: 'ESC', display: 'escort' }],
};

export const patientPrivacy: CodeableConcept = {
  coding: [{ system: `${terminology}/consentscope`, code: 'patient-privacy' }],
};
export const consentDocument: CodeableConcept = { coding: [{ system: 'http://loinc.org', code: '59284-0' }] };
/** Whether everything that was asked about was allowed (v3 ActConsentDirective). */
export const consentDirectives = {
  all: { system: `${terminology}/v3-ActCode`, code: 'OPTIN' },
  some: { system: `${terminology}/v3-ActCode`, code: 'OPTINR' },
  none: { system: `${terminology}/v3-ActCode`, code: 'OPTOUT' },
} as const;

/** Where name and birth date were read. */
export const identitySources = {
  'qr-cccd': 'QR of the citizen card',
  'qr-bhyt': 'QR of the insurance card',
  chip: 'chip of the citizen card',
  'passport-mrz': 'machine-readable zone of a passport',
  'patient-card': 'code of the hospital’s patient card',
  typed: 'typed by the patient',
  'phone-shown': 'shown on a phone, to be confirmed by staff',
  none: 'no papers',
} as const satisfies Record<IdentitySourceName, string>;
export const identitySourceSystem = `${ours}:identity-source`;

/** What the chip of the citizen card has proved about itself. */
export const chipVerdicts = {
  genuine: 'chip of the citizen card: genuine',
  'not-verified': 'chip of the citizen card: not verified',
  'does-not-match': 'chip of the citizen card: does not match',
} as const;
export const chipVerdictSystem = `${ours}:chip-verdict`;

/** The one statutory health insurance. */
export const publicInsurance: CodeableConcept = {
  coding: [{ system: `${terminology}/v3-ActCode`, code: 'PUBLICPOL', display: 'public healthcare' }],
  text: 'Bảo hiểm y tế',
};
export const socialInsurance = { value: 'BHXH', display: 'Bảo hiểm xã hội Việt Nam' } as const;
export const payorSystem = `${ours}:payor`;
export const self: CodeableConcept = {
  coding: [{ system: `${terminology}/subscriber-relationship`, code: 'self', display: 'Self' }],
};
export const benefitLevel: CodeableConcept = {
  coding: [{ system: `${terminology}/coverage-class`, code: 'class', display: 'Class' }],
  text: 'Mức hưởng',
};

export function dataOperation(code: 'CREATE' | 'UPDATE'): CodeableConcept {
  return { coding: [{ system: `${terminology}/v3-DataOperation`, code }] };
}

/** A device that puts together what it was given, without an author (provenance-participant-type). */
export const assembler: CodeableConcept = {
  coding: [{ system: `${terminology}/provenance-participant-type`, code: 'assembler', display: 'Assembler' }],
};
