import { createHmac, type KeyObject } from 'node:crypto';
import type { Patient } from '../contract/patient.ts';

/** A document that finds a patient's visit again. */
export interface VisitDocument {
  readonly kind: 'citizen' | 'insurance';
  readonly number: string;
}

/** The citizen card comes first because its number is one person's for life. */
export function documentsOf({ citizen, insurance }: Patient): readonly VisitDocument[] {
  const documents: VisitDocument[] = [];
  if (citizen) documents.push({ kind: 'citizen', number: citizen.number });
  if (insurance) documents.push({ kind: 'insurance', number: insurancePerson(insurance.number) });
  return documents;
}

/**
 * What finds a visit again without keeping the number: HMAC-SHA256 under a key of the day. `holder` is 0 but for a number that
 * two people carry, as twins whose temporary cards were given one.
 */
export function documentMac(key: KeyObject, { kind, number }: VisitDocument, holder: number): Uint8Array {
  const named = holder === 0 ? `${kind}\0${number}` : `${kind}\0${number}\0${holder}`;
  return createHmac('sha256', key).update(named).digest();
}

/**
 * Old cards show 15 characters, new ones only the person's 10 digits, which are the last 10 of the old form (vietnam.md
 * §2.2, CONFIRMED). TE cards of newborns carry temporary digits (SINGLE), so theirs stay whole.
 */
function insurancePerson(number: string): string {
  return /^(?!TE)[A-Z]{2}[1-5]\d{12}$/.test(number) ? number.slice(-10) : number;
}
