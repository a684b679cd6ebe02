import type { RegistrationFact } from '../contract/fact.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import { anh, visitOfAnh } from '../contract/synthetic-people.ts';

/** For tests and for the examples of the guides: Ánh's visit and what the hospital said about her insurance. */

export const sampleCheck: InsuranceCheck = {
  resultCode: '000',
  path: 'insured',
  validFrom: '2026-01-01',
  validTo: '2027-06-30',
  newCardNumber: undefined,
  facilityCode: '27005',
  transactionId: 'GD-1',
  checkedAt: Date.UTC(2026, 10, 22, 1, 11, 58),
};

export const sampleFacts: RegistrationFact = {
  kind: 'registration',
  visit: visitOfAnh,
  patient: anh,
  purpose: 'examination',
  contact: { phone: '0912345678', patientCode: 'BN-000123', phoneConfirmed: true },
  insuranceCheck: sampleCheck,
  appointment: undefined,
};
