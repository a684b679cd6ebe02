import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { conditionCodesOf, worstMeaningOf } from './error-conditions.ts';
import { type Hl7Message, type Hl7Place, parseMessage, valueAt } from './parse.ts';

/**
 * What one frame from the hospital says about the message we sent.
 *
 * - `answered`: it names our message in MSA-2 and is the last word about it.
 * - `committed`: enhanced mode only; the hospital has stored our message and will say later what became of it.
 * - `foreign`: an acknowledgement of something else. Real systems send late, repeated, out-of-order ones and ones with an
 *   empty MSA-2; none of them says anything about our message.
 * - `not-understood`: no acknowledgement at all, or one of ours with a code that HL7 does not know.
 */
export type AckReading =
  | {
      readonly kind: 'answered';
      readonly result: Result<'accepted', DeliveryProblem>;
      /** MSH-10 of an application acknowledgement that asks to be acknowledged itself (MSH-15 AL or SU). */
      readonly owed?: string;
    }
  | { readonly kind: 'committed' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'not-understood' };

export type AcknowledgementMode = 'original' | 'enhanced';

/** `controlId` is the MSH-10 that we sent. */
export function readAcknowledgement(
  frame: Uint8Array,
  controlId: string,
  mode: AcknowledgementMode = 'original',
): AckReading {
  if (mode === 'original' && isPlainAcceptance(frame, controlId)) return plainAcceptance;
  const parsed = parseMessage(frame);
  if (!parsed.ok || !parsed.value.segments.some(({ name }) => name === 'MSA')) return { kind: 'not-understood' };
  if (wordAt(parsed.value, { segment: 'MSA', field: 2 }).toUpperCase() !== controlId.toUpperCase())
    return { kind: 'foreign' };
  const code = wordAt(parsed.value, { segment: 'MSA', field: 1 }).toUpperCase();
  if (mode === 'enhanced' && code === 'CA') return { kind: 'committed' };
  const result = resultOf(code, parsed.value);
  if (!result) return { kind: 'not-understood' };
  const owed = mode === 'enhanced' && code.startsWith('A') ? acceptAskedBy(parsed.value) : undefined;
  return { kind: 'answered', result, ...(owed === undefined ? {} : { owed }) };
}

/** Without the blanks that some programs fill their fields with. */
function wordAt(message: Hl7Message, place: Hl7Place): string {
  return valueAt(message, place).trim();
}

/** HL7 table 0155. `ER` asks for errors only, and there is none. */
function acceptAskedBy(message: Hl7Message): string | undefined {
  const asked = valueAt(message, { segment: 'MSH', field: 15 });
  return asked === 'AL' || asked === 'SU' ? valueAt(message, { segment: 'MSH', field: 10 }) : undefined;
}

/**
 * HL7 table 0008: errors (AE, CE) are about the content, rejections (AR, CR) about the receiver's state; but many programs take
 * either word for both, so what ERR says decides where it says something.
 */
function resultOf(code: string, message: Hl7Message): Result<'accepted', DeliveryProblem> | undefined {
  if (code === 'AA' || code === 'CA') return ok('accepted');
  const bare = isRefusal(code) ? bareRefusals[code] : undefined;
  if (!bare) return undefined;
  const meaning = worstMeaningOf(conditionCodesOf(message));
  switch (meaning) {
    case undefined:
      return problem(bare);
    case 'content':
      return problem({ kind: 'permanent', reason: 'hl7-content-refused', counts: true, proven: true });
    case 'kind-of-message':
      return problem({ kind: 'permanent', reason: 'hl7-message-unsupported', counts: true, proven: true });
    case 'settings':
      return problem({ kind: 'settings', reason: 'hl7-version-unsupported', counts: false });
    case 'locked':
      return problem({ kind: 'transient', reason: 'hl7-record-locked', counts: true });
    case 'trouble':
      return problem({ kind: 'transient', reason: 'hl7-internal-error', counts: true });
    default:
      return unreachable(meaning);
  }
}

const bareRefusals = {
  AE: { kind: 'permanent', reason: 'hospital-error-ae', counts: true, proven: false },
  CE: { kind: 'permanent', reason: 'commit-error-ce', counts: true, proven: false },
  AR: { kind: 'transient', reason: 'hospital-reject-ar', counts: true },
  CR: { kind: 'transient', reason: 'commit-reject-cr', counts: true },
} as const satisfies Readonly<Record<string, DeliveryProblem>>;

function isRefusal(code: string): code is keyof typeof bareRefusals {
  return Object.hasOwn(bareRefusals, code);
}

const plainAcceptance: AckReading = { kind: 'answered', result: ok('accepted') };

const plainHeader = Buffer.from('MSH|^~\\&|');
/** Far below what the reader takes, so that its limits need not be looked at here. */
const longestPlain = 4_096;

/**
 * The answer that nearly every message gets: usual delimiters, AA, and our MSH-10 letter for letter. Told from the bytes,
 * because taking the whole frame apart costs more than everything else that is done for a message. Whatever differs is
 * taken apart.
 */
function isPlainAcceptance(frame: Uint8Array, controlId: string): boolean {
  if (frame.length > longestPlain || !startsWith(frame, plainHeader, 0)) return false;
  let at = endOfSegment(frame, plainHeader.length) + 1;
  while (at < frame.length && !isMsa(frame, at)) at = endOfSegment(frame, at) + 1;
  return startsWith(frame, acceptedMsa, at) && namesExactly(frame, at + acceptedMsa.length, controlId);
}

const acceptedMsa = Buffer.from('MSA|AA|');

function isMsa(frame: Uint8Array, at: number): boolean {
  return frame[at] === 0x4d && frame[at + 1] === 0x53 && frame[at + 2] === 0x41;
}

function startsWith(frame: Uint8Array, wanted: Uint8Array, from: number): boolean {
  for (let at = 0; at < wanted.length; at += 1) if (frame[from + at] !== wanted[at]) return false;
  return true;
}

/** Segments end with CR, and in the messages of some with LF. */
function endOfSegment(frame: Uint8Array, from: number): number {
  let at = from;
  while (at < frame.length && frame[at] !== 0x0d && frame[at] !== 0x0a) at += 1;
  return at;
}

/** Letters and digits only: a delimiter or an escape in either is for the reader. */
function namesExactly(frame: Uint8Array, from: number, controlId: string): boolean {
  for (let at = 0; at < controlId.length; at += 1) {
    const code = controlId.charCodeAt(at);
    const isPlain = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!isPlain || frame[from + at] !== code) return false;
  }
  const end = frame[from + controlId.length];
  return controlId !== '' && (end === undefined || end === 0x7c || end === 0x0d || end === 0x0a);
}
