import { buildMessage, composite, type Hl7SegmentToBuild, repetitions } from '../../hl7v2/encoding.ts';
import { assigningAuthorities } from '../../hl7v2/local-codes.ts';
import { type Hl7Message, valueAt } from '../../hl7v2/parse.ts';
import { type Acknowledgement, answerHead } from './acknowledgement.ts';
import { cutNumber, type KnownPerson, spellingsOf } from './known-person.ts';
import type { People } from './people.ts';

/** RSP^K22^RSP_K21 (IHE ITI-21): MSH, MSA, QAK, QPD as asked, and a PID for each person found. */
export function answerToQuery(
  message: Hl7Message,
  acknowledgement: Acknowledgement,
  people: People,
  digits: number | undefined,
): Uint8Array {
  const asked = message.segments.find(({ name }) => name === 'QPD');
  const parameters = (asked?.fields[3] ?? []).map((each) => [each[0]?.[0] ?? '', each[1]?.[0] ?? ''] as const);
  const number = parameters.find(([name]) => name === '@PID.3.1')?.[1] ?? '';
  const { code } = acknowledgement;
  const found = code === 'AA' ? people.find([number]) : [];
  const tag = valueAt(message, { segment: 'QPD', field: 2 });
  const status = code === 'AA' ? (found.length > 0 ? 'OK' : 'NF') : code;
  return buildMessage([
    ...answerHead(message, acknowledgement, composite({ 1: 'RSP', 2: 'K22', 3: 'RSP_K21' })),
    { name: 'QAK', fields: { 1: tag, 2: status } },
    {
      name: 'QPD',
      fields: {
        1: valueAt(message, { segment: 'QPD', field: 1 }),
        2: tag,
        3: repetitions(parameters.map(([name, value]) => composite({ 1: name, 2: value }))),
      },
    },
    ...found.map((person) => personSegment(person, digits)),
  ]);
}

function personSegment(person: KnownPerson, digits: number | undefined): Hl7SegmentToBuild {
  const identifier = (number: string, authority: string, type: string) =>
    number === '' ? undefined : composite({ 1: cutNumber(number, digits), 4: authority, 5: type });
  const [family = '', ...others] = person.fullName.split(' ');
  return {
    name: 'PID',
    fields: {
      3: repetitions([
        identifier(person.patientCode, 'HIS', 'PI'),
        identifier(person.citizenNumber, assigningAuthorities.citizenNumber, 'NI'),
        ...spellingsOf(person.insuranceNumber).map((number) =>
          identifier(number, assigningAuthorities.insuranceNumber, 'SB'),
        ),
      ]),
      5: composite({ 1: family, 2: others.at(-1), 3: others.slice(0, -1).join(' ') }),
      7: person.birth.replaceAll('-', ''),
      8: { male: 'M', female: 'F', unknown: 'U' }[person.sex],
      11: person.address === '' ? undefined : composite({ 1: person.address, 6: 'VNM' }),
      13: person.phone,
      22: person.ethnicity === '' ? undefined : composite({ 1: person.ethnicity }),
    },
  };
}
