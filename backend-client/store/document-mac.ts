import { createHmac, type KeyObject } from 'node:crypto';
import type { Patient } from '../contract/patient.ts';

/** A document that finds a patient's visit again. */
export interface VisitDocument {
  readonly kind: 'citizen' | 'insurance' | 'old-identity' | 'passport' | 'patient-code';
  readonly number: string;
}

/**
 * The citizen card comes first because its number is one person's for life. A name, a birth year and a phone are no document: two
 * people may have one of each, so a visit of somebody without papers is found by nothing.
 */
export function documentsOf(patient: Patient): readonly VisitDocument[] {
  const { citizen, insurance, oldIdentityCard, passport, patientCode } = patient;
  const documents: VisitDocument[] = [];
  if (citizen) documents.push({ kind: 'citizen', number: citizen.number });
  if (insurance) documents.push({ kind: 'insurance', number: insurancePerson(insurance.number) });
  const oldNumber = oldIdentityCard?.number ?? citizen?.oldNumber;
  if (oldNumber !== undefined) documents.push({ kind: 'old-identity', number: oldNumber });
  // Without its state, which nobody types: two of one number are told apart by their names.
  if (passport) documents.push({ kind: 'passport', number: passport.number });
  if (patientCode !== undefined) documents.push({ kind: 'patient-code', number: patientCode });
  return documents;
}

/**
 * What finds a visit again without keeping the number: HMAC-SHA256 under a key of the day, for each of so many holders of one number,
 * as twins whose temporary cards were given the same. Only the first is the plain HMAC; the others begin with it, so that they lie
 * beside it on disk and one look finds them all.
 */
export function documentMacs(
  key: KeyObject,
  { kind, number }: VisitDocument,
  holders: number,
): readonly [Uint8Array, ...Uint8Array[]] {
  const first = createHmac('sha256', key).update(`${kind}\0${number}`).digest();
  const others = Array.from({ length: holders - 1 }, (_, at) => Buffer.concat([first, Uint8Array.of(at + 1)]));
  return [first, ...others];
}

/**
 * Old cards show 15 characters, new ones only the person's 10 digits, which are the last 10 of the old form (vietnam.md
 * §2.2, CONFIRMED). TE cards of newborns carry temporary digits (SINGLE), so theirs stay whole.
 */
function insurancePerson(number: string): string {
  return /^(?!TE)[A-Z]{2}[1-5]\d{12}$/.test(number) ? number.slice(-10) : number;
}
