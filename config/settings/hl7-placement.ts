import * as z from 'zod';
import { expecting, type MistakeKind, type MistakeValues } from './site-mistakes.ts';

/**
 * Where facts stand in HL7 v2 messages for which HL7 leaves several places. Two facts may share a field by its components;
 * `placementMistakes` finds those that would meet.
 */

const hl7Field = z.string().regex(/^(PID|PD1|PV1|PV2)-[1-9]\d?(\.[1-9]\d?)?$/, expecting('hl7-field'));

/** IN1 stands only when a card was read or checked, as this fact does. */
const fieldOfInsurance = z
  .string()
  .regex(/^(PID|PD1|PV1|PV2|IN1)-[1-9]\d?(\.[1-9]\d?)?$/, expecting('hl7-insurance-field'));

export const hl7Placement = z.strictObject({
  ticketNumber: hl7Field.default('PV1-50').describe('The number on the ticket.'),
  visitId: hl7Field.default('PV1-19').describe('The id of the visit.'),
  identitySource: hl7Field.default('PID-32').describe('Where name and number were read.'),
  priority: hl7Field.default('PV2-25').describe('P in the priority lane.'),
  priorityGround: hl7Field.default('PV2-7').describe('AGE75, UNDER6, EMERGENCY, PREGNANCY, DISABILITY, MERIT.'),
  serviceCode: hl7Field.default('PV1-10').describe("The hospital's code of the service."),
  room: hl7Field.default('PV1-3.2').describe('The room as on its door.'),
  insuranceResult: fieldOfInsurance
    .default('IN1-45')
    .describe('maKetQua of the insurance check, 3 characters or more; HL7 v2.5.1 gives IN1-45 two.'),
});

/** What the messages write there themselves; a whole field has no component. */
export const fieldsInUse = [
  'PID-1',
  'PID-3',
  'PID-5',
  'PID-7',
  'PID-8',
  'PID-11',
  'PID-13',
  'PID-22',
  'PD1-3',
  'PV1-1',
  'PV1-2',
  'PV1-3.4',
  'PV1-5',
  'PV1-20',
  'PV1-44',
  'PV1-51',
  'PV2-3',
  'PV2-8',
  'PV2-23',
  'IN1-1',
  'IN1-2',
  'IN1-3',
  'IN1-4',
  'IN1-12',
  'IN1-13',
  'IN1-14',
  'IN1-16',
  'IN1-17',
  'IN1-18',
  'IN1-25',
  'IN1-26',
  'IN1-29',
  'IN1-35',
  'IN1-36',
  'IN1-43',
  'IN1-49',
] as const;

export interface PlacementMistake {
  readonly fact: string;
  readonly kind: MistakeKind;
  readonly values: MistakeValues;
}

/** `placement` as parsed from JSON; a wrong one has other mistakes already. */
export function placementMistakes(placement: unknown): readonly PlacementMistake[] {
  const read = hl7Placement.safeParse(placement ?? {});
  if (!read.success) return [];
  const placed = Object.entries(read.data);
  return placed.flatMap(([fact, where], at): readonly PlacementMistake[] => {
    const taken = fieldsInUse.find((used) => meet(used, where));
    if (taken) return [{ fact, kind: 'field-of-messages', values: { field: taken } }];
    const other = placed.slice(0, at).find(([, there]) => meet(there, where));
    if (!other) return [];
    return [{ fact, kind: 'field-taken', values: { fact: other[0], field: other[1] } }];
  });
}

/** A whole field meets each of its components. */
function meet(one: string, other: string): boolean {
  const [field, component] = one.split('.');
  const [otherField, otherComponent] = other.split('.');
  if (field !== otherField) return false;
  return component === undefined || otherComponent === undefined || component === otherComponent;
}
