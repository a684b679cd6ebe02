import { buildMessage, composite, type Hl7SegmentToBuild } from '../../hl7v2/encoding.ts';
import { type Hl7Message, valueAt } from '../../hl7v2/parse.ts';

export type AcknowledgementCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

/** Answer in original mode (HL7 v2.5.1 §2.9.2): ACK with the trigger event of the message, MSA-2 its control id. */
export function buildAcknowledgement(
  message: Hl7Message,
  {
    code,
    controlId,
    sentAt,
    of = valueAt(message, { segment: 'MSH', field: 10 }),
    condition,
  }: {
    readonly code: AcknowledgementCode;
    readonly controlId: string;
    readonly sentAt: string;
    /** MSA-2. */
    readonly of?: string;
    /** ERR-3, table 0357. */
    readonly condition?: string | undefined;
  },
): Uint8Array {
  const at = (field: number, component = 1) => valueAt(message, { segment: 'MSH', field, component });
  const header: Hl7SegmentToBuild = {
    name: 'MSH',
    fields: {
      3: at(5),
      4: at(6),
      5: at(3),
      6: at(4),
      7: sentAt,
      9: composite({ 1: 'ACK', 2: at(9, 2), 3: 'ACK' }),
      10: controlId,
      11: at(11),
      12: at(12),
      18: 'UNICODE UTF-8',
    },
  };
  const answer: Hl7SegmentToBuild = { name: 'MSA', fields: { 1: code, 2: of } };
  if (condition === undefined) return buildMessage([header, answer]);
  const error: Hl7SegmentToBuild = {
    name: 'ERR',
    fields: { 3: composite({ 1: condition, 3: 'HL70357' }), 4: 'E', 8: 'Refused on command' },
  };
  return buildMessage([header, answer, error]);
}
