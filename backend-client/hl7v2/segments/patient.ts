import type { VisitFacts } from '../../contract/fact.ts';
import { nationalityFrom } from '../../contract/nationality.ts';
import type { Contact, PassportDocument, Patient } from '../../contract/patient.ts';
import { answeredQuestions, phoneSaid } from '../../questionnaire/answered-questions.ts';
import {
  cleanText,
  composite,
  type Hl7Field,
  type Hl7SegmentToBuild,
  type Hl7Value,
  repetitions,
} from '../encoding.ts';
import { kioskAuthority, type Rendering } from '../hl7v2-site.ts';
import {
  chipVerdicts,
  identifierTypes,
  identitySources,
  localCodingSystem,
  passportAuthority,
} from '../local-codes.ts';
import { personName } from '../person-name.ts';
import { administrativeSex, birthDate, dateFrom, hierarchicDesignator } from './data-types.ts';

/** PID with everything that is known of a person. */
export function patientIdentification(rendering: Rendering, facts: VisitFacts): Hl7SegmentToBuild {
  const fields = personFields(rendering, facts);
  fields[11] = addresses(facts);
  fields[13] = phone(facts);
  fields[22] = ethnicGroup(facts);
  fields[26] = citizenship(facts);
  return { name: 'PID', fields };
}

/** PID with as much as is needed to know a person again: identifiers, name, birth date and sex. */
export function patientReference(rendering: Rendering, facts: VisitFacts): Hl7SegmentToBuild {
  return { name: 'PID', fields: personFields(rendering, facts) };
}

function personFields(rendering: Rendering, { patient, contact, visit }: VisitFacts): Record<number, Hl7Field> {
  const ids = patientIdentifiers(rendering, patient, contact);
  return {
    1: '1',
    3: ids.length > 0 ? repetitions(ids) : temporaryIdentifier(rendering, visit.visitId),
    5: personName(patient.fullName),
    7: birthDate(patient.birth),
    8: administrativeSex(patient.sex),
  };
}

/** PID of somebody of whom only the visit is known. */
export function unknownPatient(rendering: Rendering, visitId: string): Hl7SegmentToBuild {
  return {
    name: 'PID',
    fields: { 1: '1', 3: temporaryIdentifier(rendering, visitId), 5: personName(undefined) },
  };
}

/** PD1: where the insurance card was first registered, as the hospital's own server knows it or else as on the card. */
export function patientFacility({ endpoint }: Rendering, { patient, insuranceCheck }: VisitFacts): Hl7SegmentToBuild {
  const facilityCode = insuranceCheck?.facilityCode ?? patient.insurance?.facilityCode;
  if (facilityCode === undefined) return { name: 'PD1', fields: {} };
  const authority = hierarchicDesignator(endpoint.assigningAuthorities.insuranceNumber);
  return { name: 'PD1', fields: { 3: composite({ 6: authority, 7: identifierTypes.facility, 10: facilityCode }) } };
}

/**
 * PID-32 says how much the identity is worth. First repetition: where it was read. Second: what the chip of the citizen card
 * has proved about itself; there is none when no chip was read.
 */
export function identityReliability({ source, chip }: Patient): readonly string[] {
  return chip === undefined ? [identitySources[source]] : [identitySources[source], chipVerdicts[chip]];
}

function patientIdentifiers({ endpoint }: Rendering, patient: Patient, contact: Contact | undefined) {
  const { citizen, insurance: card, passport } = patient;
  const oldNumber = citizen?.oldNumber ?? patient.oldIdentityCard?.number;
  const code = contact?.patientCode ?? patient.patientCode;
  const { citizenNumber, oldCitizenNumber, insuranceNumber, patientCode } = endpoint.assigningAuthorities;
  const { national, insurance: social, patient: internal } = identifierTypes;
  const id = (number: string, authority: string, type: string, from?: string, to?: string) =>
    composite({
      1: number,
      4: hierarchicDesignator(authority),
      5: type,
      7: dateFrom(from),
      8: dateFrom(to),
    });
  return [
    citizen && id(citizen.number, citizenNumber, national, citizen.issuedOn),
    oldNumber === undefined ? undefined : id(oldNumber, oldCitizenNumber, national),
    card && id(card.number, insuranceNumber, social, card.validFrom, card.validTo),
    passport && passportNumber(passport),
    code === undefined ? undefined : id(code, patientCode, internal),
  ].filter((each) => each !== undefined);
}

function passportNumber({ number, issuer, expiresOn }: PassportDocument) {
  return composite({ 1: number, 4: passportAuthority, 5: identifierTypes.passport, 8: dateFrom(expiresOn), 9: issuer });
}

function temporaryIdentifier(rendering: Rendering, visitId: string): Hl7Field {
  return composite({ 1: visitId, 4: hierarchicDesignator(kioskAuthority(rendering)), 5: identifierTypes.visit });
}

/** The card's first, then where the patient says that they live now. */
function addresses({ patient, answers }: VisitFacts): Hl7Field {
  const onCard = address(patient);
  const line = answers?.particulars?.address;
  if (line === undefined || cleanText(line) === '') return onCard;
  const now = composite({ 1: line, 6: 'VNM', 7: 'C' });
  return onCard === undefined ? now : repetitions([onCard, now]);
}

/** MA_DANTOC. */
function ethnicGroup({ answers }: VisitFacts): Hl7Field {
  const [said] = answeredQuestions(answers).find(({ code }) => code === 'ethnicity')?.values ?? [];
  return said?.is === 'coded' ? composite({ 1: said.code, 2: said.text, 3: localCodingSystem }) : undefined;
}

/** PID-26 by ISO 3166; PID-28 "nationality" has been withdrawn since v2.4. */
function citizenship({ patient: { passport } }: VisitFacts): Hl7Field {
  const known = nationalityFrom(passport?.nationality);
  if (!known) return undefined;
  const { icao, iso } = known;
  return iso === undefined ? composite({ 1: icao, 3: localCodingSystem }) : composite({ 1: iso, 3: 'ISO3166_1' });
}

/** A citizen card, its chip included, names the permanent residence; an insurance card says no more than a home. */
function address({ address: line, source, addressSource = source }: Patient): Hl7Value {
  if (line === undefined || cleanText(line) === '') return undefined;
  return composite({ 1: line, 6: 'VNM', 7: addressSource === 'qr-cccd' || addressSource === 'chip' ? 'P' : 'H' });
}

/** Only a number that the patient has said or confirmed goes out. XTN.1 is for older receivers, XTN.12 is the v2.5 place. */
function phone({ patient, contact, answers }: VisitFacts): Hl7Field {
  const number =
    phoneSaid(answers) ?? patient.saidPhone ?? (contact?.phoneConfirmed === true ? contact.phone : undefined);
  if (number === undefined) return undefined;
  return composite({ 1: number, 2: 'PRN', 3: 'PH', 12: number });
}
