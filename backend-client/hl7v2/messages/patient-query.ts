import { buildMessage, composite, type Hl7SegmentToBuild, repetitions } from '../encoding.ts';
import type { Rendering } from '../hl7v2-site.ts';
import { messageHeader } from '../segments/message-header.ts';

/** An identifier as PID-3 holds it: number, assigning authority (an HD as in the site file), type of table 0203. */
export interface SoughtIdentifier {
  readonly number: string;
  readonly authority: string;
  readonly type: string;
}

/** How many candidates may come back: two are enough to know that it is not one. */
const candidates = 2;

/**
 * QBP^Q22^QBP_Q21, as IHE ITI-21 (Patient Demographics Query) writes it: who has this identifier? The query tag is the
 * message's own MSH-10.
 */
export function patientQuery(rendering: Rendering, sought: SoughtIdentifier, at: number): Uint8Array {
  const type = { code: 'QBP', trigger: 'Q22', structure: 'QBP_Q21' };
  const asked =
    rendering.endpoint.acknowledgement === 'enhanced' ? ({ accept: 'NE', application: 'AL' } as const) : undefined;
  const segments: readonly Hl7SegmentToBuild[] = [
    messageHeader(rendering, type, at, asked),
    {
      name: 'QPD',
      fields: { 1: 'IHE PDQ Query', 2: rendering.controlId, 3: repetitions(parameters(sought)) },
    },
    { name: 'RCP', fields: { 1: 'I', 2: composite({ 1: String(candidates), 2: 'RD' }) } },
  ];
  return buildMessage(segments, rendering.endpoint.characterSet);
}

function parameters({ number, authority, type }: SoughtIdentifier) {
  const [namespace, universalId, universalIdType] = authority.split('&');
  return [
    parameter('@PID.3.1', number),
    parameter('@PID.3.4.1', namespace),
    parameter('@PID.3.4.2', universalId),
    parameter('@PID.3.4.3', universalIdType),
    parameter('@PID.3.5', type),
  ];
}

function parameter(name: string, value: string | undefined) {
  return value === undefined ? undefined : composite({ 1: name, 2: value });
}
