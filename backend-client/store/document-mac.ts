import { createHmac, type KeyObject } from 'node:crypto';
import type { Patient } from '../contract/patient.ts';

/**
 * What finds a patient's visit again without keeping the number: HMAC-SHA256 under a key of the day. The citizen card
 * comes first because its number is one person's for life.
 */
export function documentMacs(patient: Patient, key: KeyObject): readonly Uint8Array[] {
  const macs: Uint8Array[] = [];
  if (patient.citizen) macs.push(mac(key, 'citizen', patient.citizen.number));
  if (patient.insurance) macs.push(mac(key, 'insurance', insurancePerson(patient.insurance.number)));
  return macs;
}

/**
 * Old cards show 15 characters, new ones only the person's 10 digits, which are the last 10 of the old form (vietnam.md
 * §2.2, CONFIRMED). TE cards of newborns carry temporary digits (SINGLE), so theirs stay whole.
 */
function insurancePerson(number: string): string {
  return /^(?!TE)[A-Z]{2}[1-5]\d{12}$/.test(number) ? number.slice(-10) : number;
}

function mac(key: KeyObject, kind: 'citizen' | 'insurance', number: string): Uint8Array {
  return createHmac('sha256', key).update(`${kind}\0${number}`).digest();
}
