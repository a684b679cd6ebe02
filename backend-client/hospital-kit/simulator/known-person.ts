import { businessDayAt } from '#config/agreements/local-time.ts';
import { compareTexts } from '#config/agreements/vietnamese-text.ts';
import type { ArrivalFacts } from './words.ts';

/** Somebody as the hospital knows them; '' is what it does not know. `birth` as `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
export interface KnownPerson {
  readonly patientCode: string;
  readonly fullName: string;
  readonly birth: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly citizenNumber: string;
  readonly insuranceNumber: string;
  readonly address: string;
  readonly phone: string;
  /** Codes of `config/catalogues`. */
  readonly ethnicity: string;
  readonly occupation: string;
  /** What the gateway says about their insurance: maKetQua. */
  readonly insuranceResult: string;
  /** Where their insurance is registered: maDKBD. */
  readonly registeredAt: string;
  readonly appointment: KnownAppointment | undefined;
  /** Means of earlier sittings, the latest first. */
  readonly pressures: readonly KnownPressure[];
}

/** mm[Hg], so many days before today. */
export interface KnownPressure {
  readonly daysAgo: number;
  readonly systolic: number;
  readonly diastolic: number;
}

/** `yyyy-mm-dd` of the facility. */
export function dayOf({ daysAgo }: KnownPressure, now: number, timeZone: string): string {
  return businessDayAt(now - daysAgo * 86_400_000, timeZone);
}

/** Always of today. `hour` is local; `undefined`: the day alone is set. */
export interface KnownAppointment {
  readonly appointmentId: string;
  readonly kind: 'appointment' | 'follow-up-slip';
  readonly serviceHisCode: string;
  readonly hour: number | undefined;
  readonly description: string;
}

/** What a message of any protocol says about a person; texts as in `ArrivalFacts`. */
export type PersonFacts = Pick<
  ArrivalFacts,
  'patientName' | 'birth' | 'sex' | 'address' | 'citizenNumber' | 'insuranceNumber' | 'patientCode' | 'phone'
> &
  Partial<Pick<ArrivalFacts, 'answers'>>;

export const nobody: KnownPerson = {
  patientCode: '',
  fullName: '',
  birth: '',
  sex: 'unknown',
  citizenNumber: '',
  insuranceNumber: '',
  address: '',
  phone: '',
  ethnicity: '',
  occupation: '',
  insuranceResult: '000',
  registeredAt: '27005',
  appointment: undefined,
  pressures: [],
};

/**
 * Whether facts under one of this person's numbers are really theirs. With another citizen number they are not, nor when
 * name and birth both say somebody else. With the same citizen number one of the two may differ, because that is what is
 * corrected; an insurance number alone may be a twin's.
 */
export function isAbout(facts: PersonFacts, person: KnownPerson): boolean {
  if (differs(facts.citizenNumber, person.citizenNumber)) return false;
  const birth = dateFrom(facts.birth);
  const hasName = facts.patientName !== '' && person.fullName !== '';
  const hasBirth = birth !== '' && person.birth !== '';
  const isSameName = hasName && compareTexts(facts.patientName, person.fullName) !== 'different';
  const isSameBirth = hasBirth && (birth.startsWith(person.birth) || person.birth.startsWith(birth));
  const isSameNumber = facts.citizenNumber !== '' && facts.citizenNumber === person.citizenNumber;
  if (isSameNumber || isSameCode(facts, person)) return isSameName || isSameBirth || !(hasName || hasBirth);
  const isOtherSex =
    person.sex !== 'unknown' && differs(facts.sex, person.sex === 'male' ? 'M' : 'F') && facts.sex !== 'U';
  return (isSameName || !hasName) && (isSameBirth || !hasBirth) && !isOtherSex;
}

function isSameCode(facts: PersonFacts, person: KnownPerson): boolean {
  return facts.patientCode !== '' && facts.patientCode === person.patientCode;
}

/** The person with what is newly said. What is not said stays; so does a birth date that is known more precisely. */
export function updated(person: KnownPerson, facts: PersonFacts, isFree: (number: string) => boolean): KnownPerson {
  const birth = dateFrom(facts.birth);
  const card = spellingsOf(person.insuranceNumber).includes(facts.insuranceNumber) ? '' : facts.insuranceNumber;
  return {
    ...person,
    fullName: facts.patientName || person.fullName,
    birth: person.birth.startsWith(birth) ? person.birth : birth,
    sex: facts.sex === 'M' ? 'male' : facts.sex === 'F' ? 'female' : person.sex,
    citizenNumber: person.citizenNumber || (isFree(facts.citizenNumber) ? facts.citizenNumber : ''),
    insuranceNumber: (isFree(card) && card) || person.insuranceNumber,
    address: facts.address || person.address,
    phone: facts.phone || person.phone,
    ethnicity: facts.answers?.ethnicity || person.ethnicity,
    occupation: facts.answers?.occupation || person.occupation,
  };
}

/** Every number that somebody is found by. */
export function numbersOf({ patientCode, citizenNumber, insuranceNumber }: KnownPerson): readonly string[] {
  return [patientCode, citizenNumber, ...spellingsOf(insuranceNumber)].filter((number) => number !== '');
}

/** A card of 15 characters ends in the ten digits that newer cards show alone. */
export function spellingsOf(number: string): readonly string[] {
  return /^[A-Z]{2}\d{13}$/.test(number) ? [number, number.slice(-10)] : [number];
}

/** What a hospital with a too narrow column gives back of twelve digits. */
export function cutNumber(number: string, digits: number | undefined): string {
  return digits !== undefined && /^\d{12}$/.test(number) ? number.slice(0, digits) : number;
}

export function differs(one: string, other: string): boolean {
  return one !== '' && other !== '' && one !== other;
}

/** `19480815` → `1948-08-15`, `194808` → `1948-08`. */
function dateFrom(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})?$/, (_all, ...parts: (string | undefined)[]) =>
    parts.slice(0, 3).filter(Boolean).join('-'),
  );
}
