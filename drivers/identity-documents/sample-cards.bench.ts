import type { Identity } from '../contract/identity.ts';
import type { BhytFields, CccdFields } from './encode-cards.simulator.ts';
import { readDocument } from './read-document.ts';

/** Cards that the tests change field by field. */

export const sampleCccd: CccdFields = {
  number: '001090000001',
  oldNumber: '012345678',
  fullName: 'Nguyễn Văn A',
  birth: '15081990',
  sex: 'Nam',
  address: 'Số 1, Đại Cồ Việt, Hai Bà Trưng, Hà Nội',
  issued: '25052021',
};

export const sampleBhyt: BhytFields = {
  number: '0199999999',
  fullName: 'Nguyễn Văn A',
  birth: '15/08/1990',
  sex: '1',
  address: 'Số 1 Đại Cồ Việt, Hà Nội',
  facility: '01 - 001',
  validFrom: '01/01/2025',
  validTo: '-',
  issued: '20/12/2024',
  fiveYears: ' 01/01/2028',
  newForm: { benefitLevel: '4', placeOfIssue: 'Quận Hai Bà Trưng, Thành phố Hà Nội' },
};

/** Who is read, or the kind of the problem, or the source of a document that names nobody. */
export function read(code: string | Uint8Array): Identity | string {
  const result = readDocument(typeof code === 'string' ? new TextEncoder().encode(code) : code);
  if (!result.ok) return result.problem.kind;
  return result.value.source === 'qr-appointment' ? result.value.source : result.value;
}

/** Only what a test is about. */
export function pick<Key extends keyof Identity>(
  code: string | Uint8Array,
  ...keys: Key[]
): Partial<Identity> | string {
  const identity = read(code);
  if (typeof identity === 'string') return identity;
  return Object.fromEntries(keys.map((key) => [key, identity[key]])) as Partial<Identity>;
}
