import { buildMessage, composite, type Hl7Field, type Hl7SegmentToBuild } from '../../hl7v2/encoding.ts';
import { type Hl7Message, valueAt } from '../../hl7v2/parse.ts';

export type AcknowledgementCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

export interface Acknowledgement {
  readonly code: AcknowledgementCode;
  /** Of the answer itself. */
  readonly controlId: string;
  readonly sentAt: string;
  /** MSA-2; by default the control id of the message. */
  readonly of?: string;
  /** ERR-3, table 0357. */
  readonly condition?: string | undefined;
}

/** Answer in original mode (HL7 v2.5.1 §2.9.2): ACK with the trigger event of the message, MSA-2 its control id. */
export function buildAcknowledgement(message: Hl7Message, acknowledgement: Acknowledgement): Uint8Array {
  const trigger = valueAt(message, { segment: 'MSH', field: 9, component: 2 });
  const head = answerHead(message, acknowledgement, composite({ 1: 'ACK', 2: trigger, 3: 'ACK' }));
  const { condition } = acknowledgement;
  if (condition === undefined) return buildMessage(head);
  const error: Hl7SegmentToBuild = {
    name: 'ERR',
    fields: { 3: composite({ 1: condition, 3: 'HL70357' }), 4: 'E', 8: 'Refused on command' },
  };
  return buildMessage([...head, error]);
}

/** MSH, from whom the message went to back to where it came from, and MSA. `type`: MSH-9. */
export function answerHead(
  message: Hl7Message,
  { code, controlId, sentAt, of }: Acknowledgement,
  type: Hl7Field,
): readonly Hl7SegmentToBuild[] {
  const at = (field: number) => valueAt(message, { segment: 'MSH', field });
  const names = { 3: at(5), 4: at(6), 5: at(3), 6: at(4) };
  return [
    {
      name: 'MSH',
      fields: { ...names, 7: sentAt, 9: type, 10: controlId, 11: at(11), 12: at(12), 18: 'UNICODE UTF-8' },
    },
    { name: 'MSA', fields: { 1: code, 2: of ?? at(10) } },
  ];
}
