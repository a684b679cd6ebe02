import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { LocalizedText } from '#config/agreements/language.ts';
import type { PriorityGround } from '#config/catalogues/priority-grounds.ts';
import type { visitPurposes } from '#config/catalogues/visit-purposes.ts';
import type { Appointment } from './appointment.ts';
import type { InsuranceCheck } from './insurance.ts';
import type { Contact, Patient } from './patient.ts';
import type { VisitAnswers } from './visit-answers.ts';

/** Why somebody comes: of `config/catalogues/visit-purposes.ts`, or any other text, which is kept and told as it is. */
export type VisitPurpose = keyof typeof visitPurposes | (string & Record<never, never>);

/** `certain` is false where staff check: the birth year alone allows it, somebody has said so, or a device has. */
export interface Priority {
  readonly ground: PriorityGround;
  readonly certain: boolean;
}

/** What the patient asked for: everything the store needs for visit, number and messages. */
export interface VisitRequest {
  readonly sessionId: SessionId;
  readonly patient: Patient;
  readonly serviceCode: string;
  readonly purpose: VisitPurpose;
  readonly priority: Priority | undefined;
  readonly contact?: Contact;
  readonly insuranceCheck?: InsuranceCheck;
  /** The appointment that the patient comes for; the hospital is told of the arrival. */
  readonly appointment?: Appointment;
  readonly answers?: VisitAnswers;
}

/** A queue number. `text` is what people read and hear: `A012`, `UA003`. */
export interface TicketNumber {
  readonly series: string;
  readonly sequence: number;
  readonly text: string;
}

/**
 * What a service is called. A visit keeps the words that it was registered with, so a later site file changes no earlier
 * patient: what the hospital hears of them, and what a copy of their ticket says.
 */
export interface ServiceWords {
  readonly code: string;
  /** The hospital's own code of the service. */
  readonly hisCode: string;
  readonly name: LocalizedText;
  /** As on its door. */
  readonly room: string;
  readonly floor?: LocalizedText | undefined;
  readonly directions?: LocalizedText | undefined;
}

/** A stored visit, as far as the kiosk goes on working with it. Holds no personal data. */
export interface StoredVisit {
  readonly visitId: VisitId;
  readonly day: BusinessDay;
  readonly number: TicketNumber;
  readonly service: ServiceWords;
  readonly priority: Priority | undefined;
  /** Epoch ms. */
  readonly storedAt: number;
  readonly paper: PaperState;
  /** Text of the number that this one was given in place of, when the patient chose another service: `A012`. */
  readonly replaces: string | undefined;
  /** When this number was given, where that was later than `storedAt`; epoch ms. */
  readonly numberedAt?: number | undefined;
  /** Of another kiosk, which has its paper: it can be shown, and nothing else can be done with it here. Left out: of this one. */
  readonly isElsewhere?: boolean;
}

/** The same visit for another service: what the patient chose after having a number. */
export interface ServiceChange {
  readonly sessionId: SessionId;
  readonly visitId: VisitId;
  readonly serviceCode: string;
}

/**
 * How a scanned ticket stands with the visits of this store. `withdrawn`: the number was given up for another one of the same
 * visit. `not-readable`: the store cannot tell at the moment.
 */
export type NumberStanding = 'ours' | 'withdrawn' | 'unknown' | 'not-readable';

/**
 * The paper's fate (law 4). Says nothing about the hospital's answer.
 *
 * - `pending`: no byte of a ticket was ever sent to a printer.
 * - `attempting`: committed before the first byte; after a restart it becomes `unknown`.
 * - `printed`: the printer answered behind the cut.
 * - `unknown`: bytes were sent and no answer came. Only copies from here on.
 * - `not-printed`: the last attempt ended before any byte was sent; a first ticket may still be printed.
 * - `taken-by-phone`: the patient said that they have it on their phone, so nothing was printed; a first ticket may still be.
 */
export type PaperState = 'pending' | 'attempting' | 'printed' | 'unknown' | 'not-printed' | 'taken-by-phone';
