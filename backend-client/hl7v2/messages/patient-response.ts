import { ok, problem } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { KnownPatient, LookUpAnswer } from '../../contract/look-up.ts';
import type { Patient } from '../../contract/patient.ts';
import { type NamedPerson, namesAnother } from '../../look-ups/named-person.ts';
import { offeredParticulars } from '../../look-ups/offered-particulars.ts';
import { identifierTypes } from '../local-codes.ts';
import { type Hl7FieldParts, type Hl7Message, type Hl7Segment, valueAt } from '../parse.ts';
import { birthDate } from '../segments/data-types.ts';
import type { SoughtIdentifier } from './patient-query.ts';

/** What was asked, and of whom: a candidate must not contradict it. */
export interface PatientQuestion {
  readonly sought: SoughtIdentifier;
  readonly person: Pick<Patient, 'fullName' | 'birth' | 'sex'>;
}

type Authorities = Hl7v2EndpointSettings['assigningAuthorities'];

/**
 * RSP^K22^RSP_K21: the people with that identifier.
 *
 * A candidate is believed when it carries the very identifier that was asked for, or none of that kind and the birth date
 * of the card. One with a cut 12-digit number is nobody's: the answer is not understood, and the visit goes on unverified.
 */
export function knownPatientFrom(
  message: Hl7Message,
  question: PatientQuestion,
  authorities: Authorities,
): LookUpAnswer<KnownPatient | undefined> {
  const code = valueAt(message, { segment: 'MSA', field: 1 });
  const status = valueAt(message, { segment: 'QAK', field: 2 });
  if (/^([AC]E|[AC]R)$/.test(code) || status === 'AE' || status === 'AR') return problem({ kind: 'refused' });
  if (code !== 'AA' || (status !== '' && status !== 'OK' && status !== 'NF'))
    return problem({ kind: 'not-understood' });
  const people = message.segments.filter(({ name }) => name === 'PID');
  if (people.length === 0) return ok(undefined);
  const asked = people.filter((person) => !namesAnother(question.person, personNamed(person)));
  if (asked.length === 0) return problem({ kind: 'other-person' });
  const known = asked.map((person) => candidateFrom(person, question, authorities));
  const believed = known.filter((each) => each !== undefined);
  if (believed.length !== known.length) return problem({ kind: 'not-understood' });
  const [first, ...others] = believed;
  const more = message.segments.some(({ name, fields }) => name === 'DSC' && firstOf(fields[1]) !== '');
  if (more || others.some(({ patientCode }) => patientCode !== first?.patientCode))
    return problem({ kind: 'ambiguous' });
  return ok(first);
}

function candidateFrom(
  person: Hl7Segment,
  question: PatientQuestion,
  authorities: Authorities,
): KnownPatient | undefined {
  const identifiers = (person.fields[3] ?? []).map(identifierFrom);
  if (!fits(identifiers, person, question)) return undefined;
  const code = patientCodeFrom(identifiers, authorities);
  if (code === undefined) return undefined;
  const phone = phoneFrom(person.fields[13]);
  const [fullName] = personNamed(person).fullNames;
  const particulars = offeredParticulars({
    ethnicity: firstOf(person.fields[22]),
    address: presentAddress(person.fields[11]),
    phone,
  });
  return {
    patientCode: code,
    contact: { phone, patientCode: code, phoneConfirmed: undefined },
    ...(question.person.fullName === undefined && fullName && { fullName }),
    ...(particulars && { particulars }),
  };
}

interface Identifier {
  readonly number: string;
  readonly namespace: string;
  readonly type: string;
}

function identifierFrom([number, , , authority, type]: Hl7FieldParts[number]): Identifier {
  return { number: number?.[0] ?? '', namespace: authority?.[0] ?? '', type: type?.[0] ?? '' };
}

function fits(
  identifiers: readonly Identifier[],
  pid: Hl7Segment,
  { sought, person: { birth } }: PatientQuestion,
): boolean {
  const [namespace] = sought.authority.split('&');
  const ofThisKind = identifiers.filter((each) =>
    each.namespace === '' ? each.type === sought.type : each.namespace === namespace,
  );
  if (ofThisKind.length > 0) return ofThisKind.some(({ number }) => number === sought.number);
  const bornOn = birthDate(birth);
  return bornOn !== undefined && firstOf(pid.fields[7]).startsWith(bornOn);
}

/** PID-5 in whatever order its parts are meant, PID-7, PID-8 (table 0001). */
function personNamed({ fields }: Hl7Segment): NamedPerson {
  const [, year, month, day] = /^(\d{4})(\d{2})?(\d{2})?/.exec(firstOf(fields[7])) ?? [];
  const sex = firstOf(fields[8]).toUpperCase();
  return {
    fullNames: (fields[5] ?? [])
      .slice(0, 10)
      .map(([family, given, more]) => [...(family ?? []).slice(0, 1), ...(more ?? []), ...(given ?? [])].join(' ')),
    birth: [year, month, day].filter((part) => part !== undefined).join('-') || undefined,
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown',
  };
}

/** By its authority, or by its type when the hospital names no other authority for it. */
function patientCodeFrom(identifiers: readonly Identifier[], { patientCode }: Authorities): string | undefined {
  const [namespace] = patientCode.split('&');
  const code =
    identifiers.find((each) => each.namespace === namespace) ??
    identifiers.find(({ type }) => type === identifierTypes.patient);
  return code && /^[!-~]{1,64}$/.test(code.number) ? code.number : undefined;
}

/** The first telephone of PID-13: XTN.12, else XTN.1, else area and local number. Anything else is no phone number. */
function phoneFrom(field: Hl7FieldParts | undefined): string | undefined {
  const numbers = (field ?? []).map((telephone) => {
    const part = (component: number) => telephone[component - 1]?.[0] ?? '';
    return part(12) || part(1) || part(6) + part(7);
  });
  return numbers.map((text) => text.replace(/[\s().-]/g, '')).find((text) => /^\+?\d{8,15}$/.test(text));
}

/** Where somebody lives now (table 0190: C current, H home, or no type), in one line; a permanent or birth address is another one. */
function presentAddress(field: Hl7FieldParts | undefined): string | undefined {
  const addresses = (field ?? []).slice(0, 10).map((parts) => ({
    type: parts[6]?.[0] ?? '',
    line: [parts[0], parts[1], parts[2], parts[3]]
      .map((part) => part?.[0] ?? '')
      .filter((part) => part !== '')
      .join(', '),
  }));
  return ['C', 'H', ''].flatMap((type) => addresses.filter((each) => each.type === type))[0]?.line;
}

function firstOf(field: Hl7FieldParts | undefined): string {
  return field?.[0]?.[0]?.[0] ?? '';
}
