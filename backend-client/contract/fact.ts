import type { VisitId } from '#config/agreements/ids.ts';
import type { Appointment } from './appointment.ts';
import type { InsuranceCheck } from './insurance.ts';
import type { Opinion } from './opinion.ts';
import type { Contact, Patient } from './patient.ts';
import type { StoredReading } from './reading.ts';
import type { StoredVisit, VisitPurpose } from './visit.ts';
import type { VisitAnswers } from './visit-answers.ts';

/**
 * What the hospital is told, in our words. A renderer turns one fact into the bytes of one protocol, once; the bytes are
 * stored with the fact and every retry sends the same (law 2, design §7).
 *
 * - `registration`: somebody has a number. The first message of each visit.
 * - `correction`: more or better is known about the patient of a registered visit: another card was scanned, the chip was read.
 * - `service-change`: the patient of a registered visit wants another service, and the visit has another number.
 * - `cancellation`: the visit as it was before a change of service, for hospitals that cannot change one: it goes before the
 *   `service-change`, which then registers the same visit anew.
 * - `given-up`: the patient of a registered visit does not want to be seen any more.
 * - `arrival`: the patient of an appointment is here. Follows the registration of the same visit.
 * - `reading`: something was measured for a visit.
 * - `survey`: how it went, said by nobody in particular.
 */
export type Fact =
  | RegistrationFact
  | CorrectionFact
  | ServiceChangeFact
  | CancellationFact
  | GivenUpFact
  | ArrivalFact
  | ReadingFact
  | SurveyFact;

/** A fact about somebody's visit. */
export type VisitFact = Exclude<Fact, SurveyFact>;

export type FactKind = Fact['kind'];

/** All that is known about one visit. */
export interface VisitFacts {
  readonly visit: StoredVisit;
  readonly patient: Patient;
  readonly purpose: VisitPurpose;
  /** As the hospital knew it and the patient confirmed it; `undefined` when nothing was confirmed. */
  readonly contact: Contact | undefined;
  /** The hospital's answer about the insurance card; `undefined` when none came in time: "not verified" (law 9). */
  readonly insuranceCheck: InsuranceCheck | undefined;
  readonly appointment: Appointment | undefined;
  /** Left out when nothing more was asked. */
  readonly answers?: VisitAnswers | undefined;
}

export interface RegistrationFact extends VisitFacts {
  readonly kind: 'registration';
}

export interface CorrectionFact extends VisitFacts {
  readonly kind: 'correction';
  /** Epoch ms. */
  readonly correctedAt: number;
}

export interface ServiceChangeFact extends VisitFacts {
  readonly kind: 'service-change';
  /** Epoch ms. */
  readonly changedAt: number;
}

/** `visit` has the number and the service that were given up. */
export interface CancellationFact extends VisitFacts {
  readonly kind: 'cancellation';
  /** Epoch ms. */
  readonly cancelledAt: number;
}

export interface GivenUpFact extends VisitFacts {
  readonly kind: 'given-up';
  /** Epoch ms. */
  readonly givenUpAt: number;
}

export interface ArrivalFact extends VisitFacts {
  readonly kind: 'arrival';
  readonly appointment: Appointment;
}

export interface ReadingFact {
  readonly kind: 'reading';
  readonly reading: StoredReading;
  /** `undefined` on a kiosk that only measures: it knows the visit by its ticket alone. */
  readonly facts: VisitFacts | undefined;
  readonly visitId: VisitId;
  /** As on the ticket: `A012`. */
  readonly ticketNumber: string;
}

/** Of no visit: see `Opinion`. */
export interface SurveyFact {
  readonly kind: 'survey';
  readonly opinion: Opinion;
}
