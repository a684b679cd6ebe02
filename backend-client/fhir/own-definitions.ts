import { visitPurposes } from '#config/catalogues/visit-purposes.ts';
import { type AnswerList, answerLists } from '../questionnaire/answered-questions.ts';
import {
  answerSystems,
  chipVerdictSystem,
  chipVerdicts,
  extensionUrls,
  identitySourceSystem,
  identitySources,
  priorityGrounds,
  prioritySystem,
  purposeSystem,
} from './codes.ts';

/**
 * Our extensions and code systems as a server can load them: StructureDefinition and CodeSystem of FHIR R4. They are shipped in
 * `definitions/`; a test holds them against everything that a kiosk sends.
 */

type Json = Readonly<Record<string, unknown>>;

export interface Part {
  readonly url: string;
  readonly type: 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'dateTime' | 'code';
  readonly isRequired?: true;
  readonly repeats?: true;
  readonly says: string;
}

interface OwnExtension {
  readonly url: string;
  readonly name: string;
  readonly on: 'Patient' | 'Coverage' | 'Observation' | 'Consent.provision.provision';
  readonly says: string;
  /** Parts join within a version; left out: as all others. */
  readonly version?: string;
  /** One value, or parts with a value each. */
  readonly holds: Part['type'] | readonly Part[];
}

export const ownExtensions: readonly OwnExtension[] = [
  {
    url: extensionUrls.measuringCircumstances,
    name: 'MeasuringCircumstances',
    on: 'Observation',
    says: 'How a reading was taken at the kiosk.',
    version: '1.1.0',
    holds: [
      {
        url: 'readingNumber',
        type: 'integer',
        isRequired: true,
        says: 'Which of the readings of this sitting; from 1.',
      },
      { url: 'readingCount', type: 'integer', isRequired: true, says: 'How many readings this sitting has.' },
      { url: 'restSeconds', type: 'integer', says: 'Quiet sitting before the first reading.' },
      {
        url: 'protocol',
        type: 'code',
        says: 'none: one reading, without rest. esh, aha: rest and several readings by the rule of that society.',
      },
      { url: 'protocolVersion', type: 'integer', says: 'Of the kiosk’s rules; 0 without a protocol.' },
      { url: 'sitting', type: 'string', says: 'The same on all readings of one sitting and on their mean.' },
      { url: 'irregularPulse', type: 'boolean', says: 'The device noticed an irregular pulse.' },
      { url: 'movedWhileMeasuring', type: 'boolean', says: 'The device noticed a movement.' },
      { url: 'meanRule', type: 'code', says: 'Of a mean. esh: the last two readings; aha: all of them.' },
      { url: 'meanOf', type: 'integer', repeats: true, says: 'Of a mean: the readingNumber of a reading that counts.' },
      {
        url: 'spreadSystolic',
        type: 'decimal',
        says: 'Of a mean: largest less smallest systolic that counts, mm[Hg].',
      },
      { url: 'spreadDiastolic', type: 'decimal', says: 'Of a mean: the same of the diastolic ones, mm[Hg].' },
      {
        url: 'quietHalfHour',
        type: 'boolean',
        says: 'The patient said: no coffee, smoking or exercise within the last half hour.',
      },
      { url: 'emptyBladder', type: 'boolean', says: 'The patient said so.' },
      { url: 'medicineToday', type: 'boolean', says: 'The patient said: took medicine for blood pressure today.' },
      { url: 'deviceSerial', type: 'string', says: 'As the device or its site names it.' },
      {
        url: 'validation',
        type: 'code',
        says: 'Whether the accuracy of the model was tested on people: validated, not-validated (it failed) or unknown.',
      },
      { url: 'cuffFromCm', type: 'decimal', says: 'Smallest arm that the cuff is for, circumference in cm.' },
      { url: 'cuffToCm', type: 'decimal', says: 'Largest arm that the cuff is for.' },
      { url: 'deviceTime', type: 'string', says: "The device's own clock, often wrong; evidence only." },
    ],
  },
  {
    url: extensionUrls.insuranceCheck,
    name: 'InsuranceCheck',
    on: 'Coverage',
    says: "What the hospital's own server answered about the insurance card while the patient waited.",
    holds: [
      { url: 'resultCode', type: 'string', says: 'maKetQua.' },
      { url: 'path', type: 'string', says: 'What the kiosk made of it.' },
      { url: 'newCardNumber', type: 'string', says: 'maTheMoi.' },
      { url: 'transactionId', type: 'string', says: 'Of the check.' },
      { url: 'checkedAt', type: 'dateTime', isRequired: true, says: 'When it was asked.' },
    ],
  },
  {
    url: extensionUrls.fiveYearsOn,
    name: 'FiveYearsOn',
    on: 'Coverage',
    says: 'Insured for five years in a row from this day.',
    holds: 'date',
  },
  {
    url: extensionUrls.consentProof,
    name: 'ConsentProof',
    on: 'Consent.provision.provision',
    says: 'Which words were shown, how long, and who answered (Law 91/2025/QH15).',
    holds: [
      { url: 'wordsHash', type: 'string', isRequired: true, says: 'SHA-256 of the words, 64 hexadecimal digits.' },
      { url: 'language', type: 'code', isRequired: true, says: 'Of the words.' },
      { url: 'shownMs', type: 'integer', isRequired: true, says: 'How long they stood on the screen, in ms.' },
      {
        url: 'by',
        type: 'code',
        isRequired: true,
        says: 'patient, guardian, patient-and-guardian or companion.',
      },
      { url: 'saidAt', type: 'dateTime', isRequired: true, says: 'When it was answered.' },
    ],
  },
  {
    url: extensionUrls.cardSays,
    name: 'CardSays',
    on: 'Patient',
    says: "What the patient's card says where the hospital's record says something else.",
    holds: [
      { url: 'name', type: 'string', says: 'Only where name and year of birth both are another person’s.' },
      { url: 'birthDate', type: 'date', says: 'As precise as the card.' },
      { url: 'gender', type: 'code', says: 'male or female.' },
    ],
  },
];

const published = { version: '1.0.0', status: 'active', date: '2026-11-29', publisher: 'Tiếp Đón' } as const;

/** File name without `.json`, and the resource. */
export function ownDefinitions(): readonly { readonly name: string; readonly resource: Json }[] {
  return [
    ...ownExtensions.map((each) => named('StructureDefinition', each.url, structureDefinition(each))),
    codeSystem(
      prioritySystem,
      'Priority',
      'The ground of the priority lane: Law 15/2023, article 3.2.',
      priorityGrounds,
    ),
    codeSystem(purposeSystem, 'VisitPurpose', 'Why somebody comes.', visitPurposes),
    ...ownAnswerLists.map(([list, name, says]) => codeSystem(answerSystems[list], name, says, answerLists[list])),
    codeSystem(identitySourceSystem, 'IdentitySource', 'Where name and birth date were read.', identitySources),
    codeSystem(
      chipVerdictSystem,
      'ChipVerdict',
      'What the chip of the citizen card proved about itself.',
      chipVerdicts,
    ),
  ];
}

/** MA_DANTOC is VN Core's, not ours. */
const ownAnswerLists = [
  ['occupation', 'Occupation', 'What somebody does for a living, as a patient says it in one tap.'],
  ['official-occupation', 'OfficialOccupation', 'MA_NGHE_NGHIEP, as far as a kiosk can tell it.'],
  ['screening-sign', 'ScreeningSign', 'What a patient says of themselves. No diagnosis.'],
  ['referral-validity', 'ReferralValidity', 'How long a letter of referral counts: Circular 01/2025/TT-BYT.'],
  ['referral-standing', 'ReferralStanding', 'How a letter of referral stands, as the patient said.'],
] as const satisfies readonly (readonly [AnswerList, string, string])[];

function named(type: string, url: string, resource: Json) {
  return { name: `${type}-${idOf(url)}`, resource };
}

function idOf(url: string): string {
  return url.split(':').at(-1) ?? url;
}

function structureDefinition({ url, name, on, says, version, holds }: OwnExtension): Json {
  const inside =
    typeof holds === 'string'
      ? [
          { id: 'Extension.extension', path: 'Extension.extension', max: '0' },
          { id: 'Extension.url', path: 'Extension.url', fixedUri: url },
          { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: holds }] },
        ]
      : [
          ...holds.flatMap(elementsOf),
          { id: 'Extension.url', path: 'Extension.url', fixedUri: url },
          { id: 'Extension.value[x]', path: 'Extension.value[x]', max: '0' },
        ];
  return {
    resourceType: 'StructureDefinition',
    id: idOf(url),
    url,
    ...published,
    ...(version && { version }),
    name,
    title: says,
    description: says,
    kind: 'complex-type',
    abstract: false,
    context: [{ type: 'element', expression: on }],
    type: 'Extension',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    derivation: 'constraint',
    differential: {
      element: [{ id: 'Extension', path: 'Extension', short: says, definition: says, max: '1' }, ...inside],
    },
  };
}

function elementsOf({ url, type, isRequired, repeats, says }: Part): readonly Json[] {
  const id = `Extension.extension:${url}`;
  const path = 'Extension.extension';
  return [
    { id, path, sliceName: url, short: says, min: isRequired ? 1 : 0, max: repeats ? '*' : '1' },
    { id: `${id}.extension`, path: `${path}.extension`, max: '0' },
    { id: `${id}.url`, path: `${path}.url`, fixedUri: url },
    { id: `${id}.value[x]`, path: `${path}.value[x]`, min: 1, type: [{ code: type }] },
  ];
}

function codeSystem(
  url: string,
  name: string,
  says: string,
  codes: Readonly<Record<string, string | { readonly text: string }>>,
) {
  const concept = Object.entries(codes).map(([code, words]) => ({
    code,
    display: typeof words === 'string' ? words : words.text,
  }));
  return named('CodeSystem', url, {
    resourceType: 'CodeSystem',
    id: idOf(url),
    url,
    ...published,
    name,
    title: says,
    description: says,
    caseSensitive: true,
    content: 'complete',
    count: concept.length,
    concept,
  });
}
