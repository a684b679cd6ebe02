import { assigningAuthorities, identifierTypes, priorityUncertain, priorityVisit } from '../../hl7v2/local-codes.ts';
import { type Hl7Message, valueAt } from '../../hl7v2/parse.ts';
import type { Received } from './arrivals.ts';
import { answersOverMllp } from './read-answers.ts';
import { readingOverMllp } from './reading-in-words.ts';
import type { ArrivalFacts, ArrivalKind } from './words.ts';

/** An HL7 message as the page shows it. */
export function receivedOverMllp(message: Hl7Message, frame: Uint8Array): Received {
  const facts = readArrival(message);
  const raw = new TextDecoder()
    .decode(frame)
    .replaceAll(/[\r\n]+/g, '\n')
    .trimEnd();
  return { protocol: 'mllp', kind: kindOf(facts.event), says: saysOf(message, facts.event), facts, raw };
}

function kindOf(event: string): ArrivalKind {
  if (event === 'ADT^A04') return 'registration';
  if (event === 'ADT^A08') return 'correction';
  if (event === 'ADT^A11') return 'cancellation';
  if (event === 'ORU^R01') return 'reading';
  if (/^SIU\^S(1[2-9]|2[0-6])$/.test(event)) return 'arrival';
  return event === 'QBP^Q22' ? 'look-up' : 'other';
}

function saysOf(message: Hl7Message, event: string): string {
  if (event.startsWith('SIU^')) {
    const [id, status] = [1, 25].map((field) => valueAt(message, { segment: 'SCH', field }));
    return [id, status].join(' ').trim();
  }
  return event === 'ORU^R01' ? readingOverMllp(message).says : '';
}

/** Reads a registration the way a hospital would: by the field table of `hl7v2/README.md`, from the bytes alone. */
export function readArrival(message: Hl7Message): ArrivalFacts {
  const at = (segment: string, field: number, component = 1) => valueAt(message, { segment, field, component });
  const { citizenNumber, oldCitizenNumber } = assigningAuthorities;
  const { national, insurance, patient, passport } = identifierTypes;
  return {
    controlId: at('MSH', 10),
    event: [at('MSH', 9), at('MSH', 9, 2)].filter(Boolean).join('^'),
    test: at('MSH', 11) === 'T',
    sendingFacility: at('MSH', 4),
    ticket: at('PV1', 50),
    businessDay: at('PV1', 50, 7),
    visitId: at('PV1', 19),
    patientName: [at('PID', 5), at('PID', 5, 3), at('PID', 5, 2)].filter(Boolean).join(' '),
    birth: at('PID', 7),
    sex: at('PID', 8),
    address: at('PID', 11),
    citizenNumber: identifier(message, national, citizenNumber),
    oldCitizenNumber: identifier(message, national, oldCitizenNumber),
    passportNumber: identifier(message, passport),
    insuranceNumber: identifier(message, insurance) || at('IN1', 36),
    insuranceFrom: at('IN1', 12),
    insuranceTo: at('IN1', 13),
    patientCode: identifier(message, patient),
    phone: at('PID', 13, 12) || at('PID', 13),
    serviceCode: at('PV1', 10),
    serviceName: at('PV2', 23),
    room: at('PV1', 3, 2),
    priority: at('PV2', 25) === priorityVisit,
    priorityGround: at('PV2', 7),
    priorityToCheck: valueAt(message, { segment: 'PV2', field: 7, repetition: 2 }) === priorityUncertain,
    identitySource: at('PID', 32),
    purpose: at('PV2', 3).toLowerCase() || at('PV2', 3, 2),
    answers: answersOverMllp(message),
    quality: at('MSH', 9) === 'ORU' ? readingOverMllp(message).quality : {},
    chipVerdict: valueAt(message, { segment: 'PID', field: 32, repetition: 2 }),
  };
}

function identifier(message: Hl7Message, type: string, authority?: string): string {
  const person = message.segments.find(({ name }) => name === 'PID');
  const found = person?.fields[3]?.find(
    (id) => id[4]?.[0] === type && (authority === undefined || id[3]?.[0] === authority),
  );
  return found?.[0]?.[0] ?? '';
}
