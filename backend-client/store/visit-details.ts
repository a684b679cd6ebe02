import type { BusinessDay, RandomBytes, VisitId } from '#config/agreements/ids.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import type { VisitPurpose } from '../contract/visit.ts';
import type { DayKey } from './day-keys.ts';
import { openSealed, seal } from './sealing.ts';

/** What of a visit is about a person: sealed together in one column (law 7). */
export type VisitDetails = Pick<VisitFacts, 'patient' | 'contact' | 'insuranceCheck' | 'appointment'>;

interface Place {
  readonly visitId: VisitId;
  readonly day: BusinessDay;
  readonly key: DayKey;
}

export function sealDetails(details: VisitDetails, { visitId, day, key }: Place, randomBytes: RandomBytes): Uint8Array {
  const plain = Buffer.from(JSON.stringify(details));
  return seal(key.sealing, { table: 'visit', rowId: visitId, day }, plain, randomBytes);
}

/** `undefined` when the bytes do not open. Rows of the first schema hold the patient alone. */
export function openDetails(sealed: Uint8Array, { visitId, day, key }: Place): VisitDetails | undefined {
  const plain = openSealed(key.sealing, { table: 'visit', rowId: visitId, day }, sealed);
  if (!plain) return undefined;
  const read: Partial<VisitDetails> & Partial<Patient> = JSON.parse(Buffer.from(plain).toString('utf8'));
  if (read.patient) {
    const { patient, contact, insuranceCheck, appointment } = read;
    return { patient: withAllFields(patient), contact, insuranceCheck, appointment };
  }
  const patient = withAllFields(read as Patient);
  return { patient, contact: undefined, insuranceCheck: undefined, appointment: undefined };
}

/** JSON drops what is `undefined`; the contract names every field. */
function withAllFields(patient: Patient): Patient {
  return {
    ...patient,
    fullName: patient.fullName,
    birth: patient.birth,
    address: patient.address,
    citizen: patient.citizen && {
      number: patient.citizen.number,
      oldNumber: patient.citizen.oldNumber,
      issuedOn: patient.citizen.issuedOn,
    },
    insurance: patient.insurance && {
      number: patient.insurance.number,
      facilityCode: patient.insurance.facilityCode,
      validFrom: patient.insurance.validFrom,
      validTo: patient.insurance.validTo,
      fiveYearsOn: patient.insurance.fiveYearsOn,
      benefitLevel: patient.insurance.benefitLevel,
    },
  };
}

/** The purposes that this program knows; an older row may name no other. */
export function purposeFrom(text: string): VisitPurpose {
  return text === 'follow-up' ? 'follow-up' : 'examination';
}
