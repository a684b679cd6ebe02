import { localTimeAt } from '#config/agreements/local-time.ts';
import { purposeWords } from '#config/catalogues/visit-purposes.ts';
import { cutText, plainText } from '../check-in-columns/column-text.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { Contact, InsuranceDocument, PassportDocument, Patient, PatientBirth } from '../contract/patient.ts';
import type { ServiceWords, StoredVisit } from '../contract/visit.ts';
import type { WebhookInsurance, WebhookPatient, WebhookRegistration } from './words.ts';

/** Parts that several documents of the webhook have. What is not known is left out; texts are one line, NFC and bounded. */

/** `2026-11-22T08:12:05+07:00`. */
export function momentText(at: number, timeZone: string): string {
  const { offsetMinutes } = localTimeAt(at, timeZone);
  const local = new Date(Math.floor(at / 1000) * 1000 + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const [sign, minutes] = offsetMinutes < 0 ? ['-', -offsetMinutes] : ['+', offsetMinutes];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Known and not empty, or left out. */
export function known<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

export function lineOf(text: string | undefined, longest: number): string | undefined {
  return text === undefined ? undefined : cutText(plainText(text), longest);
}

export function patientDocument(patient: Patient): WebhookPatient {
  const { fullName, birth, sex, address, citizen, source, chip, passport } = patient;
  return {
    ...known('fullName', lineOf(fullName, 255)),
    ...known('birthDate', birthText(birth)),
    sex,
    ...known('address', lineOf(address, 1024)),
    ...known('citizenNumber', citizen?.number),
    ...known('oldCitizenNumber', citizen?.oldNumber ?? patient.oldIdentityCard?.number),
    ...known('citizenCardIssuedOn', citizen?.issuedOn),
    ...known('passport', passport && passportDocument(passport)),
    ...known('patientCode', patient.patientCode),
    ...known('saidPhone', patient.saidPhone),
    source,
    ...known('chip', chip),
  };
}

function passportDocument({ number, issuer, nationality, expiresOn }: PassportDocument): WebhookPatient['passport'] {
  return {
    number,
    ...known('issuer', issuer),
    ...known('nationality', nationality),
    ...known('expiresOn', expiresOn),
  };
}

function birthText(birth: PatientBirth | undefined): string | undefined {
  switch (birth?.precision) {
    case 'day':
      return birth.date;
    case 'month':
      return birth.month;
    case 'year':
      return String(birth.year).padStart(4, '0');
    default:
      return undefined;
  }
}

export function insuranceCardDocument(card: InsuranceDocument): NonNullable<WebhookInsurance['card']> {
  return {
    number: card.number,
    ...known('facilityCode', card.facilityCode),
    ...known('validFrom', card.validFrom),
    ...known('validTo', card.validTo),
    ...known('fiveYearsOn', card.fiveYearsOn),
    ...known('benefitLevel', card.benefitLevel),
  };
}

export function insuranceDocument(
  card: InsuranceDocument | undefined,
  check: InsuranceCheck | undefined,
  timeZone: string,
): WebhookInsurance | undefined {
  if (!card && !check) return undefined;
  return {
    ...known('card', card && insuranceCardDocument(card)),
    ...known('check', check && insuranceCheckDocument(check, timeZone)),
  };
}

function insuranceCheckDocument(check: InsuranceCheck, timeZone: string): NonNullable<WebhookInsurance['check']> {
  return {
    path: check.path,
    resultCode: check.resultCode,
    ...known('validFrom', check.validFrom),
    ...known('validTo', check.validTo),
    ...known('cardNumber', check.cardNumber),
    ...known('newCardNumber', check.newCardNumber),
    ...known('facilityCode', check.facilityCode),
    ...known('transactionId', check.transactionId),
    checkedAt: momentText(check.checkedAt, timeZone),
  };
}

export function visitDocument(
  visit: StoredVisit,
  purpose: VisitFacts['purpose'],
  timeZone: string,
): WebhookRegistration['visit'] {
  return {
    visitId: visit.visitId,
    day: visit.day,
    ticketNumber: visit.number.text,
    ...known('replaces', visit.replaces),
    storedAt: momentText(visit.storedAt, timeZone),
    purpose: lineOf(purpose, 80) || 'examination',
    ...known('purposeName', lineOf(purposeWords(purpose).text, 80)),
    ...known('priority', visit.priority && { ground: visit.priority.ground, certain: visit.priority.certain }),
  };
}

export function serviceDocument({ code, hisCode, name, room }: ServiceWords): WebhookRegistration['service'] {
  return { code, hisCode, name: name.vi, room };
}

export function contactDocument({ phone, phoneConfirmed, patientCode }: Contact): WebhookRegistration['contact'] {
  return {
    ...known('phone', phone),
    ...known('phoneConfirmed', phoneConfirmed),
    ...known('patientCode', patientCode),
  };
}

export function appointmentDocument(
  { appointmentId, kind, serviceHisCode, startsAt, description }: Appointment,
  timeZone: string,
): NonNullable<WebhookRegistration['appointment']> {
  return {
    appointmentId,
    kind,
    ...known('serviceHisCode', serviceHisCode),
    ...known('startsAt', startsAt === undefined ? undefined : momentText(startsAt, timeZone)),
    ...known('description', lineOf(description, 80)),
  };
}
