import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { ChipVerdict, Contact } from '#backend-client/contract/patient.ts';
import type { VisitPurpose } from '#backend-client/contract/visit.ts';
import type { Particulars, VisitAnswers } from '#backend-client/contract/visit-answers.ts';
import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { NotOpenNow } from './opening.ts';

/** What is known about the visit of one session: from cards, the hospital, the chip, and what the patient answered. */
export interface Facts {
  readonly sessionId: SessionId;
  /** The facility's day when the session began; ages and card validity are judged on it. */
  readonly today: BusinessDay;
  /** All cards of the patient, the one that opened the session first; none without papers. */
  readonly identities: readonly Identity[];
  /** The appointment whose slip was scanned. */
  readonly slip: string | undefined;
  readonly hospital: HospitalAnswers;
  readonly chip: ChipCheck;
  /** Whether the phone number that the hospital knows is still right. */
  readonly phoneIsRight: boolean | undefined;
  /** Which appointment the patient comes for; `none`: for something else. */
  readonly appointment: Appointment | 'none' | undefined;
  readonly choice: Choice | undefined;
  /**
   * What took nobody when the questions of this session began. Whoever saw a service open gets its number, also when it closes while
   * they choose; of a full one the store has the last word.
   */
  readonly notOpen: NotOpenNow | undefined;
  /** The patient looks for a service by what they complain of. */
  readonly search: { readonly symptom: string | undefined } | undefined;
  /** Why the patient says they come. */
  readonly purpose: VisitPurpose | undefined;
  /** The answers that go to the hospital as they are; a field of its own for each question, left out until it is answered. */
  readonly said: VisitAnswers;
}

/** What the hospital said about the patient of this session, as far as it has answered. */
export interface HospitalAnswers {
  /** Counts the questions of this session; another card asks anew. */
  readonly question: number;
  /** The questions that are not answered yet. */
  readonly open: readonly number[];
  readonly contact: Omit<Contact, 'phoneConfirmed'> | undefined;
  readonly appointments: readonly Appointment[];
  readonly insuranceCheck: InsuranceCheck | undefined;
  /** Offered to the patient, who confirms them. */
  readonly particulars?: Particulars | undefined;
}

/**
 * How far the session has come with the chip of the scanned citizen card.
 *
 * - `not-asked`: there is no citizen card, or no reader.
 * - `awaited`: the card may be laid on the reader. `attempt` counts the readings of this session.
 * - `read`: `verdict` goes with the visit.
 * - `given-up`: nothing more is tried.
 */
export type ChipCheck =
  | { readonly stands: 'not-asked' }
  | { readonly stands: 'awaited' | 'reading'; readonly attempt: number }
  | { readonly stands: 'read'; readonly verdict: ChipVerdict }
  | { readonly stands: 'given-up' };

export interface Choice {
  readonly serviceCode: string;
  readonly how: 'chosen' | 'help-choosing';
}

/** A session that knows nothing of anybody yet. */
export function newFacts({ sessionId, today }: Pick<Facts, 'sessionId' | 'today'>): Facts {
  return {
    sessionId,
    today,
    identities: [],
    slip: undefined,
    hospital: { question: 0, open: [], contact: undefined, appointments: [], insuranceCheck: undefined },
    chip: { stands: 'not-asked' },
    phoneIsRight: undefined,
    appointment: undefined,
    choice: undefined,
    notOpen: undefined,
    search: undefined,
    purpose: undefined,
    said: {},
  };
}
