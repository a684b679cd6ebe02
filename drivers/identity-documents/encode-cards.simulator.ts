import { checkDigit } from './mrz.ts';

/** The bytes of cards, for the simulator and for tests. Reading them is the business of the other files. */

/** Fields as they stand on the card; the caller decides how a date is written. */
export interface CccdFields {
  readonly number: string;
  readonly oldNumber?: string;
  readonly fullName: string;
  readonly birth: string;
  readonly sex: string;
  readonly address: string;
  readonly issued: string;
  /** Only on a Căn cước, the card since July 2024. */
  readonly parents?: { readonly father: string; readonly mother: string };
}

export interface BhytFields {
  readonly number: string;
  readonly fullName: string;
  readonly birth: string;
  readonly sex: '1' | '2';
  /** `-` when there is none. */
  readonly address: string;
  readonly facility: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly issued: string;
  readonly fiveYears: string;
  /** Only on cards since April 2021. */
  readonly newForm?: { readonly benefitLevel: string; readonly placeOfIssue: string };
}

export function encodeCccd(card: CccdFields): Uint8Array {
  const { number, oldNumber = '', fullName, birth, sex, address, issued, parents } = card;
  const fields = [number, oldNumber, fullName, birth, sex, address, issued];
  if (parents) fields.push('', parents.father, parents.mother, '');
  return utf8(fields.join('|'));
}

export function encodeBhyt(card: BhytFields): Uint8Array {
  const { number, fullName, birth, sex, address, facility, validFrom, validTo, issued, fiveYears, newForm } = card;
  const fields = [number, hex(fullName), birth, sex, hex(address), facility, validFrom, validTo, issued];
  fields.push(officeOf(number), '-', '4', fiveYears, '0123456789abcdef-1234');
  if (newForm) fields.push(newForm.benefitLevel, hex(newForm.placeOfIssue));
  return utf8([...fields, '$'].join('|'));
}

/** An appointment slip as a hospital prints it. */
export function encodeAppointment(facilityCode: string, appointmentId: string): Uint8Array {
  return utf8(`TIEPDON-HEN:1:${facilityCode}:${appointmentId}`);
}

/** What stands in the two lines of a passport. */
export interface PassportFields {
  /** 1–9 of `[A-Z0-9]`. */
  readonly number: string;
  /** Up to three letters. */
  readonly issuer: string;
  readonly nationality: string;
  /** Capitals without marks; `ERIKSSON`, `ANNA MARIA`. */
  readonly surname: string;
  readonly givenNames: string;
  /** `yyMMdd` */
  readonly birth: string;
  readonly sex: 'M' | 'F' | '<';
  /** `yyMMdd` */
  readonly expiry: string;
  readonly optionalData?: string;
}

/** A TD3 zone (ICAO 9303 part 4), its lines ended as the scanner ends codes; '' sends 88 characters in one. */
export function encodePassport(fields: PassportFields, lineEnd = '\r'): Uint8Array {
  const { number, issuer, nationality, surname, givenNames, birth, sex, expiry, optionalData = '' } = fields;
  const filled = (text: string, length: number) => text.replaceAll(' ', '<').slice(0, length).padEnd(length, '<');
  const first = `P<${filled(issuer, 3)}${filled(`${surname}<<${givenNames}`, 39)}`;
  const checked = (text: string) => text + checkDigit(text);
  const [numberPart, birthPart, expiryPart] = [filled(number, 9), birth, expiry].map(checked);
  const optionalPart = checked(filled(optionalData, 14));
  const composite = checkDigit(`${numberPart}${birthPart}${expiryPart}${optionalPart}`);
  const second = `${numberPart}${filled(nationality, 3)}${birthPart}${sex}${expiryPart}${optionalPart}${composite}`;
  return utf8(`${first}${lineEnd}${second}`);
}

/** An office of the number's province, and the ten digits once more, as on the cards that were seen. */
function officeOf(number: string): string {
  const socialInsurance = number.slice(-10);
  const province = number.length === 15 ? number.slice(3, 5) : socialInsurance.slice(0, 2);
  return `${province}05${socialInsurance}`;
}

function hex(text: string): string {
  return text === '-' ? '-' : Buffer.from(text).toString('hex');
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
