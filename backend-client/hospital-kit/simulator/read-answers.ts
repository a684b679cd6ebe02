import { relationships as relationsInFhir } from '../../fhir/codes.ts';
import { relationships as relationsInHl7 } from '../../hl7v2/local-codes.ts';
import { type Hl7Message, valueAt } from '../../hl7v2/parse.ts';
import { listOf, objectOf, textOf } from './fhir-search.ts';

/**
 * What a message says that the patient answered, by the names of the questionnaire, each as one line: the same over every protocol.
 * `companion`: relation, name, number; `consent messages`: `yes` or `no`. Read from the wire alone, as a hospital would.
 */
export type ReadAnswers = Readonly<Record<string, string>>;

type Json = Readonly<Record<string, unknown>>;

/** NK1, PID-22, the repetition of PID-11 that is of type C, and OBX whose codes are ours (L). */
export function answersOverMllp(message: Hl7Message): ReadAnswers {
  const lines: [string, string][] = [];
  const at = (segment: string, field: number, component = 1) => valueAt(message, { segment, field, component });
  const relation = at('NK1', 3);
  if (relation !== '') {
    const name = [at('NK1', 2), at('NK1', 2, 3), at('NK1', 2, 2)].filter(Boolean).join(' ');
    lines.push(['companion', [named(relationsInHl7, relation), name, at('NK1', 33)].filter(Boolean).join(' ')]);
  }
  if (at('PID', 22) !== '') lines.push(['ethnicity', at('PID', 22)]);
  const homes = message.segments.find(({ name }) => name === 'PID')?.fields[11] ?? [];
  for (const home of homes) if (home[6]?.[0] === 'C') lines.push(['address', home[0]?.[0] ?? '']);
  if (!at('MSH', 9).startsWith('ADT')) return joined(lines);
  const purposeOf = new Map<string, string>();
  for (const { name, fields } of message.segments) {
    const [code, , system] = (fields[3]?.[0] ?? []).map((part) => part[0] ?? '');
    if (name !== 'OBX' || system !== 'L' || code === undefined) continue;
    const [subId, value] = [fields[4]?.[0]?.[0]?.[0] ?? '', fields[5]?.[0]?.[0]?.[0] ?? ''];
    if (code === 'CONSENT-PURPOSE') purposeOf.set(subId, value);
    else if (code === 'CONSENT-GRANTED') lines.push([`consent ${purposeOf.get(subId) ?? ''}`, yesNo(value === 'Y')]);
    else if (!code.startsWith('CONSENT-')) lines.push([code.toLowerCase(), inWords(code, value)]);
  }
  return joined(lines);
}

/** RelatedPerson, QuestionnaireResponse and Consent of a bundle, or as they are kept. */
export function answersInBundle(resource: (type: string) => Json): ReadAnswers {
  const [person, response, consent] = ['RelatedPerson', 'QuestionnaireResponse', 'Consent'].map(resource);
  const lines: [string, string][] = [];
  if (person?.resourceType !== undefined) {
    const [relation] = listOf(listOf(person.relationship)[0]?.coding);
    const number = listOf(person.identifier).find(({ use }) => use === 'official')?.value;
    const words = [named(relationsInFhir, textOf(relation?.code)), listOf(person.name)[0]?.text, number].map(textOf);
    lines.push(['companion', words.filter(Boolean).join(' ')]);
  }
  for (const { linkId, answer } of listOf(response?.item)) {
    for (const each of listOf(answer)) {
      const { valueCoding, valueQuantity, valueBoolean, valueDate, valueString } = each;
      const coded = textOf(objectOf(valueCoding).code) || textOf(objectOf(valueQuantity).value);
      const plain = typeof valueBoolean === 'boolean' ? yesNo(valueBoolean) : textOf(valueDate) || textOf(valueString);
      lines.push([textOf(linkId), coded || plain]);
    }
  }
  for (const { type, purpose } of listOf(objectOf(consent?.provision).provision))
    lines.push([`consent ${textOf(listOf(purpose)[0]?.code)}`, yesNo(type === 'permit')]);
  return joined(lines.filter(([name]) => name !== 'phone'));
}

/** `answers` of a document; the phone number is shown where every phone number is. */
export function answersInDocument(document: Json): ReadAnswers {
  const { companion, consents, particulars, screening, preparation, referral } = objectOf(document.answers);
  const lines: [string, string][] = [];
  const text = (from: unknown, key: string, name: string) => {
    const value = objectOf(from)[key];
    if (typeof value === 'boolean') lines.push([name, yesNo(value)]);
    else if (textOf(value) !== '') lines.push([name, textOf(value)]);
  };
  if (companion !== undefined) {
    const { relation, fullName, citizenNumber } = objectOf(companion);
    lines.push(['companion', [relation, fullName, citizenNumber].map(textOf).filter(Boolean).join(' ')]);
  }
  for (const name of ['ethnicity', 'occupation', 'address']) text(particulars, name, name);
  const { signs } = objectOf(screening);
  if (Array.isArray(signs)) lines.push(['screening-signs', signs.map(textOf).join(', ') || 'none']);
  text(screening, 'temperature', 'screening-temperature');
  text(screening, 'isolate', 'screening-isolate');
  text(preparation, 'hasEaten', 'has-eaten');
  text(referral, 'signedOn', 'referral-signed-on');
  text(referral, 'validFor', 'referral-valid-for');
  text(referral, 'standing', 'referral-standing');
  for (const { purpose, granted } of listOf(consents))
    lines.push([`consent ${textOf(purpose)}`, yesNo(granted === true)]);
  return joined(lines);
}

function yesNo(yes: boolean): string {
  return yes ? 'yes' : 'no';
}

/** `Y` of table 0136, `20261116`. */
function inWords(code: string, value: string): string {
  if (code === 'SCREENING-ISOLATE' || code === 'HAS-EATEN') return yesNo(value === 'Y');
  return code === 'REFERRAL-SIGNED-ON' ? value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : value;
}

function named(table: Readonly<Record<string, { readonly code: string } | undefined>>, code: string): string {
  return Object.entries(table).find(([, known]) => known?.code === code)?.[0] ?? 'other';
}

function joined(lines: readonly (readonly [string, string])[]): ReadAnswers {
  const all: Record<string, string> = {};
  for (const [name, value] of lines) if (value !== '') all[name] = name in all ? `${all[name]}, ${value}` : value;
  return all;
}
