import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { Appointment } from './appointment.ts';
import type { InsuranceCheck } from './insurance.ts';
import type { Contact, Patient } from './patient.ts';
import type { Particulars } from './visit-answers.ts';

/**
 * What a kiosk asks the hospital while the patient waits. Every question has a deadline (design §7, default 3 s) and every
 * failure means the same to the patient: not verified, go on (laws 1, 9).
 */
export interface HospitalLookUps {
  /** `undefined` as a value: the hospital answered that it does not know this person. */
  findPatient(patient: Patient): Promise<LookUpAnswer<KnownPatient | undefined>>;
  /** Appointments and follow-up slips of the day, soonest first, at most 8. */
  findAppointments(
    patient: Patient,
    known: KnownPatient | undefined,
    day: BusinessDay,
  ): Promise<LookUpAnswer<readonly Appointment[]>>;
  /** The appointment of a scanned slip. */
  findAppointment(appointmentId: string, day: BusinessDay): Promise<LookUpAnswer<Appointment | undefined>>;
  /** Asked where the kiosk measures by protocol, unless `findPatient` brought them along; within `patient-look-up`. */
  findEarlierPressures(
    patient: Patient,
    known: KnownPatient,
    day: BusinessDay,
  ): Promise<LookUpAnswer<readonly EarlierPressure[]>>;
  /** Only asked with an insurance card or a citizen number. */
  checkInsurance(patient: Patient): Promise<LookUpAnswer<InsuranceCheck>>;
}

/** A person as the hospital knows them. */
export interface KnownPatient {
  /** The hospital's own code (MA_BN, PI); 1–64 visible ASCII characters. */
  readonly patientCode: string;
  readonly contact: Contact | undefined;
  /**
   * As its record calls them, unbounded; told of somebody only whose name is not known here. Never shown whole: whoever typed a
   * number may be anybody.
   */
  readonly fullName?: string | undefined;
  /** What the hospital has on record; a field that is left out is asked for. */
  readonly particulars?: Particulars | undefined;
  /** Where the answer brings them along. */
  readonly earlierPressures?: readonly EarlierPressure[] | undefined;
}

/** A blood pressure that the hospital has of this person: one a day, at most twelve, oldest first. */
export interface EarlierPressure {
  /** `yyyy-mm-dd` at the facility, never in the future. */
  readonly day: string;
  /** mm[Hg]. */
  readonly systolic: number;
  readonly diastolic: number;
}

export type LookUpAnswer<Value> = Result<Value, LookUpProblem>;

/**
 * - `not-offered`: no endpoint of the site file has this capability.
 * - `no-answer`: the deadline passed. `not-connected`: nobody listens. `refused`: the hospital does not answer such questions or
 *   does not know us. `not-understood`: an answer that cannot be read. `ambiguous`: several people match; the desk decides.
 *   `other-person`: the answer names somebody else than whom it was asked about.
 */
export interface LookUpProblem {
  readonly kind:
    | 'not-offered'
    | 'no-answer'
    | 'not-connected'
    | 'refused'
    | 'not-understood'
    | 'ambiguous'
    | 'other-person';
}
