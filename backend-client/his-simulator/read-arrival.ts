import { assigningAuthorities, identifierTypes, priorityUncertain, priorityVisit } from '../hl7v2/local-codes.ts';
import { type Hl7Message, valueAt } from '../hl7v2/parse.ts';
import type { ArrivalFacts } from './words.ts';

/** Reads a registration the way a hospital would: by the field table of `hl7v2/registration.ts`, from the bytes alone. */
export function readArrival(message: Hl7Message): ArrivalFacts {
  const at = (segment: string, field: number, component = 1) => valueAt(message, { segment, field, component });
  const { citizenNumber, oldCitizenNumber } = assigningAuthorities;
  const { national, insurance } = identifierTypes;
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
    insuranceNumber: identifier(message, insurance) || at('IN1', 36),
    insuranceFrom: at('IN1', 12),
    insuranceTo: at('IN1', 13),
    serviceCode: at('PV1', 10),
    serviceName: at('PV2', 23),
    room: at('PV1', 3, 2),
    priority: at('PV2', 25) === priorityVisit,
    priorityGround: at('PV2', 7),
    priorityToCheck: valueAt(message, { segment: 'PV2', field: 7, repetition: 2 }) === priorityUncertain,
    identitySource: at('PID', 32),
  };
}

function identifier(message: Hl7Message, type: string, authority?: string): string {
  const person = message.segments.find(({ name }) => name === 'PID');
  const found = person?.fields[3]?.find(
    (id) => id[4]?.[0] === type && (authority === undefined || id[3]?.[0] === authority),
  );
  return found?.[0]?.[0] ?? '';
}
