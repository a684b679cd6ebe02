import type { BusinessDay, RandomBytes, VisitId } from '#config/agreements/ids.ts';
import { isPriorityGround, type PriorityGround } from '#config/catalogues/priority-grounds.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import type { DayKey } from './day-keys.ts';
import { openSealedText, seal } from './sealing.ts';

/** What of a visit is about a person: sealed together in one column (law 7). */
export type VisitDetails = Pick<VisitFacts, 'patient' | 'contact' | 'insuranceCheck' | 'appointment' | 'answers'> & {
  /** Of the priority lane, where the patient has said it: it says something about their health, and goes with the rest. */
  readonly ground?: PriorityGround | undefined;
};

interface Place {
  readonly visitId: VisitId;
  readonly day: BusinessDay;
  readonly key: DayKey;
}

/** Grows when a field changes its meaning; fields that join do not change it. */
const version = 1;

/** Rows before `version` was written: details without it, and in the first schema the patient alone. */
type Written = (VisitDetails & { readonly version?: number }) | Patient;

export function sealDetails(details: VisitDetails, { visitId, day, key }: Place, randomBytes: RandomBytes): Uint8Array {
  const plain = Buffer.from(JSON.stringify({ version, ...details }));
  return seal(key.sealing, { table: 'visit', rowId: visitId, day }, plain, randomBytes);
}

/** `undefined` when the bytes do not open, or were written by a program that means something else by them. */
export function openDetails(sealed: Uint8Array, { visitId, day, key }: Place): VisitDetails | undefined {
  const plain = openSealedText(key.sealing, { table: 'visit', rowId: visitId, day }, sealed);
  if (plain === undefined) return undefined;
  const written: Written = JSON.parse(plain);
  if (!('patient' in written)) {
    return { patient: withAllFields(written), contact: undefined, insuranceCheck: undefined, appointment: undefined };
  }
  const { version: itsVersion = version, patient, contact, insuranceCheck, appointment, answers, ground } = written;
  if (itsVersion !== version) return undefined;
  return {
    patient: withAllFields(patient),
    contact: contact && { ...noContact, ...contact },
    insuranceCheck: insuranceCheck && { ...noInsurance, ...insuranceCheck },
    appointment: appointment && { ...noAppointment, ...appointment },
    ...(answers && { answers }),
    ...(ground !== undefined && isPriorityGround(ground) && { ground }),
  };
}

/** JSON drops what is `undefined`; the contract names every field. */
const noContact = { phone: undefined, patientCode: undefined, phoneConfirmed: undefined };
const noAppointment = { serviceHisCode: undefined, startsAt: undefined, description: undefined };
const noInsurance = {
  validFrom: undefined,
  validTo: undefined,
  newCardNumber: undefined,
  facilityCode: undefined,
  transactionId: undefined,
};
const noCitizen = { oldNumber: undefined, issuedOn: undefined };
const noCard = {
  facilityCode: undefined,
  validFrom: undefined,
  validTo: undefined,
  fiveYearsOn: undefined,
  benefitLevel: undefined,
};
const noPassport = { issuer: undefined, nationality: undefined, expiresOn: undefined };
const nobody = { fullName: undefined, birth: undefined, address: undefined };

function withAllFields({ citizen, insurance, passport, ...patient }: Patient): Patient {
  return {
    ...nobody,
    ...patient,
    citizen: citizen && { ...noCitizen, ...citizen },
    insurance: insurance && { ...noCard, ...insurance },
    ...(passport && { passport: { ...noPassport, ...passport } }),
  };
}
