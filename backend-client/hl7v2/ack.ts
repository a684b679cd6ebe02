import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { parseMessage, valueAt } from './parse.ts';

/**
 * What one frame from the hospital says about the message we sent.
 *
 * - `answered`: it names our message in MSA-2.
 * - `foreign`: an acknowledgement of something else. Real systems send late, repeated, out-of-order ones and ones with an
 *   empty MSA-2; none of them says anything about our message.
 * - `not-understood`: no acknowledgement at all, or one of ours with a code that HL7 does not know.
 */
export type AckReading =
  | { readonly kind: 'answered'; readonly result: Result<'accepted', DeliveryProblem> }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'not-understood' };

/** `controlId` is the MSH-10 that we sent. */
export function readAcknowledgement(frame: Uint8Array, controlId: string): AckReading {
  const parsed = parseMessage(frame);
  if (!parsed.ok || !parsed.value.segments.some(({ name }) => name === 'MSA')) return { kind: 'not-understood' };
  if (valueAt(parsed.value, { segment: 'MSA', field: 2 }) !== controlId) return { kind: 'foreign' };
  const result = resultOf(valueAt(parsed.value, { segment: 'MSA', field: 1 }));
  return result ? { kind: 'answered', result } : { kind: 'not-understood' };
}

/** HL7 table 0008. Errors (AE, CE) are about the content, rejections (AR, CR) about the receiver's state. */
function resultOf(code: string): Result<'accepted', DeliveryProblem> | undefined {
  switch (code) {
    case 'AA':
    case 'CA':
      return ok('accepted');
    case 'AE':
      return problem({ kind: 'permanent', reason: 'hospital-error-ae', counts: true });
    case 'CE':
      return problem({ kind: 'permanent', reason: 'commit-error-ce', counts: true });
    case 'AR':
      return problem({ kind: 'transient', reason: 'hospital-reject-ar', counts: true });
    case 'CR':
      return problem({ kind: 'transient', reason: 'commit-reject-cr', counts: true });
    default:
      return undefined;
  }
}
