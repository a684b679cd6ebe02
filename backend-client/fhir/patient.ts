import type { VisitFacts } from '../contract/fact.ts';
import type { InsuranceDocument, PatientBirth } from '../contract/patient.ts';
import { phoneSaid } from '../questionnaire/answered-questions.ts';
import { identifierType } from './codes.ts';
import type { Address, ContactPoint, HumanName, Identifier, PatientResource } from './fhir-types.ts';
import { particularExtensions } from './particulars.ts';
import type { Token } from './search.ts';
import { type IdentifierSystems, passportSystem } from './systems.ts';
import { fhirDate, fhirText } from './text.ts';

type Person = Pick<VisitFacts, 'patient' | 'contact' | 'visit' | 'answers'>;

/** Somebody as their papers say. What is not known is not written. */
export function patientResource(person: Person, systems: IdentifierSystems): PatientResource {
  const { patient } = person;
  return {
    resourceType: 'Patient',
    extension: particularExtensions(person.answers, patient),
    identifier: identifiers(person, systems),
    active: true,
    name: personName(patient.fullName),
    telecom: phone(person),
    gender: patient.sex,
    birthDate: birthDate(patient.birth),
    address: addresses(person),
  };
}

function identifiers(person: Person, systems: IdentifierSystems): readonly Identifier[] {
  const { citizen, insurance, passport, oldIdentityCard } = person.patient;
  const code = patientCodeOf(person);
  const number = fhirText(citizen?.number);
  const oldNumber = fhirText(citizen?.oldNumber);
  const card = fhirText(insurance?.number);
  const known: Identifier[] = [];
  if (number !== undefined)
    known.push({
      use: 'official',
      type: identifierType('NI'),
      system: systems.citizenNumber,
      value: number,
      period: period(citizen?.issuedOn, undefined),
    });
  if (oldNumber !== undefined)
    known.push({ use: 'old', type: identifierType('NI'), system: systems.oldCitizenNumber, value: oldNumber });
  if (card !== undefined)
    known.push({
      type: identifierType('SB'),
      system: systems.insuranceNumber,
      value: card,
      period: period(insurance?.validFrom, insurance?.validTo),
    });
  const passportNumber = fhirText(passport?.number);
  if (passportNumber !== undefined)
    known.push({
      type: identifierType('PPN'),
      system: passportSystem(passport?.issuer, systems),
      value: passportNumber,
      period: period(undefined, passport?.expiresOn),
    });
  // Alone it is what the person is found by; beside a citizen card it is old.
  const onlyOldNumber = oldNumber === undefined ? fhirText(oldIdentityCard?.number) : undefined;
  if (onlyOldNumber !== undefined)
    known.push({ type: identifierType('NI'), system: systems.oldCitizenNumber, value: onlyOldNumber });
  if (code !== undefined)
    known.push({ use: 'secondary', type: identifierType('PI'), system: systems.patientCode, value: code });
  // Nothing that the person could be found by.
  if (documentTokens(person, systems).length === 0)
    known.push({ use: 'temp', type: identifierType('VN'), system: systems.visit, value: person.visit.visitId });
  return known;
}

/**
 * By what the server finds this person: the strongest number there is. The hospital's own code first, then the citizen number,
 * then the insurance number, the passport, the old identity card; without any paper the visit. One only: some servers heed only the first of several (HAPI 5.5 to 8.8).
 */
export function strongestIdentifier(person: Person, systems: IdentifierSystems): Token {
  return documentTokens(person, systems)[0]?.[0] ?? { system: systems.visit, value: person.visit.visitId };
}

/** One group for each number, strongest number first; in a group the spellings of that number. */
export function documentTokens(
  { patient, contact }: Pick<Person, 'patient' | 'contact'>,
  systems: IdentifierSystems,
): readonly (readonly [Token, ...Token[]])[] {
  const code = patientCodeOf({ patient, contact });
  const citizen = fhirText(patient.citizen?.number);
  const card = insuranceSpellings(patient.insurance);
  const groups: [Token, ...Token[]][] = [];
  if (code !== undefined) groups.push([{ system: systems.patientCode, value: code }]);
  if (citizen !== undefined) groups.push([{ system: systems.citizenNumber, value: citizen }]);
  const [first, ...others] = card.map((value) => ({ system: systems.insuranceNumber, value }));
  if (first) groups.push([first, ...others]);
  const passport = fhirText(patient.passport?.number);
  if (passport !== undefined)
    groups.push([{ system: passportSystem(patient.passport?.issuer, systems), value: passport }]);
  const oldCard =
    fhirText(patient.citizen?.oldNumber) === undefined ? fhirText(patient.oldIdentityCard?.number) : undefined;
  if (oldCard !== undefined) groups.push([{ system: systems.oldCitizenNumber, value: oldCard }]);
  return groups;
}

/** As the hospital answered, or as the patient's own card of the hospital says, or as they typed it. */
function patientCodeOf({ patient, contact }: Pick<Person, 'patient' | 'contact'>): string | undefined {
  return fhirText(contact?.patientCode ?? patient.patientCode);
}

/** A card of 15 characters ends in the social-insurance number, which newer cards show alone. */
function insuranceSpellings(document: InsuranceDocument | undefined): readonly string[] {
  const number = fhirText(document?.number);
  if (number === undefined) return [];
  return /^[A-Z]{2}\d{13}$/.test(number) ? [number, number.slice(-10)] : [number];
}

/**
 * Written family name first: the first word is `family`, the others are `given` in their order, so that `family` and `given`
 * with spaces between are `text`, the name as on the card. FHIR has no middle name.
 */
export function personName(fullName: string | undefined): readonly HumanName[] | undefined {
  const text = fhirText(fullName);
  if (text === undefined) return undefined;
  const [family = text, ...given] = text.split(' ');
  return [{ use: 'official', text, family, given: given.length > 0 ? given : undefined }];
}

/** Only what the patient said, or said on the screen is right. */
function phone({ patient, contact, answers }: Person): readonly ContactPoint[] | undefined {
  const confirmed = contact?.phoneConfirmed === true ? contact.phone : undefined;
  const number = fhirText(phoneSaid(answers) ?? patient.saidPhone ?? confirmed);
  if (number === undefined) return undefined;
  return [{ system: 'phone', value: number }];
}

/** As precise as the card. */
function birthDate(birth: PatientBirth | undefined): string | undefined {
  if (!birth) return undefined;
  if (birth.precision === 'year') return fhirDate(String(birth.year).padStart(4, '0'));
  return fhirDate(birth.precision === 'month' ? birth.month : birth.date);
}

/** As on the card; and where the patient said that they live now, which is a place to be found at (`physical`). */
function addresses({ patient, answers }: Person): readonly Address[] | undefined {
  const onCard = fhirText(patient.address);
  const now = fhirText(answers?.particulars?.address);
  const all: Address[] = [];
  if (onCard !== undefined) all.push({ use: 'home', text: onCard, country: 'VN' });
  if (now !== undefined && now !== onCard) all.push({ use: 'home', type: 'physical', text: now, country: 'VN' });
  return all.length > 0 ? all : undefined;
}

/** `undefined` unless one of the days is known; an end before its start is not written (per-1). */
export function period(from: string | undefined, to: string | undefined): Identifier['period'] {
  const start = fhirDate(from);
  const end = fhirDate(to);
  if (start === undefined && end === undefined) return undefined;
  if (start !== undefined && end !== undefined && end < start) return { start };
  return { start, end };
}
