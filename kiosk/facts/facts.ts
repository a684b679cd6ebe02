import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { EarlierPressure } from '#backend-client/contract/look-up.ts';
import type { ChipVerdict, Contact } from '#backend-client/contract/patient.ts';
import type { StoredVisit, VisitPurpose } from '#backend-client/contract/visit.ts';
import type { Particulars, VisitAnswers } from '#backend-client/contract/visit-answers.ts';
import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { ParticularKind } from '#config/catalogues/particulars.ts';
import type { DeclaredGround } from '#config/catalogues/priority-grounds.ts';
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
  /** The numbers that a document of this patient's has today, the latest first. */
  readonly numbersToday: readonly StoredVisit[];
  readonly chip: ChipCheck;
  readonly temperature: TemperatureCheck;
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
  /** Who stands at the kiosk; `undefined` where nobody asked. */
  readonly by: 'patient' | 'companion' | undefined;
  readonly companionCard: CompanionCard;
  /** What was said about each particular, one after the other, also what was skipped. */
  readonly particulars: readonly ParticularAnswer[];
  /** Whether the patient has a sign of an emergency. Which one nobody keeps, not even here. */
  readonly emergency: 'none' | 'sign' | undefined;
  /** A ground for the priority lane that the patient has said; `none`: none, or rather not said. */
  readonly declared: DeclaredGround | 'none' | undefined;
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
  /** One of its records under a number of this patient's is somebody else's. */
  readonly namesAnother: boolean;
  /** Initials of whom it knows under a number that was typed, so that a slip of the finger shows: `N••• T••• Á•••`. */
  readonly veiledName?: string | undefined;
  /** Offered to the patient, who confirms them. */
  readonly particulars?: Particulars | undefined;
  /** Of earlier days, the oldest first; only where the kiosk measures by protocol. */
  readonly earlierPressures?: readonly EarlierPressure[] | undefined;
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

/**
 * The thermometer beside the screening: open exactly while that question is on the screen.
 *
 * - `closed`: nothing is measured. `awaited`: the device may still work for somebody else. `measuring`: it is this session's turn.
 *   `attempt` counts the measurements of this session (law 11).
 * - `given-up`: the device is not there; the question is answered without.
 */
export interface TemperatureCheck {
  readonly stands: 'closed' | 'awaited' | 'measuring' | 'given-up';
  readonly attempt: number;
  /** °C, the last one. */
  readonly celsius: number | undefined;
}

/**
 * The card of whoever has come with the patient, which may be noted with the visit.
 *
 * - `not-seen`: it may be laid once the relation was said.
 * - `laid`: here and now. `known`: noted with the visit before, of the same family.
 * - `answered`: it was noted, or the patient goes on without.
 */
export type CompanionCard =
  | { readonly stands: 'not-seen' | 'answered' }
  | {
      readonly stands: 'laid' | 'known';
      readonly fullName: string | undefined;
      readonly citizenNumber: string | undefined;
    };

/**
 * - `right`: what was offered of these is right; `values` are what stood there.
 * - `wrong`: what was offered is not right any more.
 * - `said`: chosen or typed. `skipped`: nobody is asked again.
 */
export type ParticularAnswer =
  | { readonly is: 'right'; readonly kinds: readonly ParticularKind[]; readonly values: Particulars }
  | { readonly is: 'wrong'; readonly kinds: readonly [ParticularKind] }
  | { readonly is: 'said'; readonly kinds: readonly [ParticularKind]; readonly values: Particulars }
  | { readonly is: 'skipped'; readonly kinds: readonly ParticularKind[] };

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
    numbersToday: [],
    hospital: {
      question: 0,
      open: [],
      contact: undefined,
      appointments: [],
      insuranceCheck: undefined,
      namesAnother: false,
    },
    chip: { stands: 'not-asked' },
    temperature: { stands: 'closed', attempt: 0, celsius: undefined },
    phoneIsRight: undefined,
    appointment: undefined,
    choice: undefined,
    notOpen: undefined,
    search: undefined,
    purpose: undefined,
    by: undefined,
    companionCard: { stands: 'not-seen' },
    particulars: [],
    emergency: undefined,
    declared: undefined,
    said: {},
  };
}

/** The same session, and nobody is meant any more: the hospital's answers to what was asked before count no longer. */
export function withNobody(facts: Facts): Facts {
  const { hospital, numbersToday } = newFacts(facts);
  return {
    ...facts,
    identities: [],
    numbersToday,
    hospital: { ...hospital, question: facts.hospital.question },
    temperature: { ...facts.temperature, celsius: undefined },
  };
}

/** The answers to the screening lead to a room of one's own. */
export function isIsolated({ said }: Facts): boolean {
  return said.screening?.isolate === true;
}
